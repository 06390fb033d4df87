//! Typing engines: what Unikey, EVKey and ibus send a terminal, replayed byte by byte into a record's name.
//!
//! An engine sends each letter as it is typed; when a later key changes letters already there, it sends as
//! many Backspaces as letters are to go, and then the new ones. `<` stands for Backspace in the recordings.

use crate::screen::Screen;

/// A recording: which keys were pressed, what the engine sent, and what must stand in the field.
type Recording = (&'static str, &'static str, &'static str);

const RECORDINGS: [Recording; 12] = [
    // Telex, composed: vieetj nam
    ("Telex", "Vie<êt<<ệt Nam", "Việt Nam"),
    // Telex: dduwowngf
    ("Telex", "d<đu<ưo<ơng<<<ờng", "đường"),
    // Telex: Nguyeenx Thij Hoaf, the tone before the last letter
    ("Telex", "Nguye<ên<<ễn Thi<ị Hoa<<òa", "Nguyễn Thị Hòa"),
    // Telex, the tone moves as the word grows: hoaf → hòa, then n → hoàn
    ("Telex", "ho<òa<<oàn", "hoàn"),
    // Telex: toongr, the first tone taken back and another given
    ("Telex", "to<ông<<<ổng<<<ông<<<ống", "tống"),
    // Telex: DDANGR BOOJ in capitals
    ("Telex", "D<ĐANG<<<ẢNG BO<Ô<Ộ", "ĐẢNG BỘ"),
    // VNI: Nguye6n4 Va8n An1
    ("VNI", "Nguye<ên<<ễn Va<ăn An<<Án", "Nguyễn Văn Án"),
    // VNI: d9u7o7c5 phe6
    ("VNI", "d<đu<ưo<ơc<<ợc phe<ê", "được phê"),
    // Telex, decomposed: each mark is a letter of its own to the engine
    ("Telex, NFD", "Vie<e\u{302}t<<<e\u{302}\u{323}t Nam", "Việt Nam"),
    // "Unicode tổ hợp": vowels composed, tones apart
    ("Telex, tổ hợp", "Nguye<ên<<ê\u{303}n Hoa<a\u{300}", "Nguyễn Hoà"),
    // VNI, decomposed
    ("VNI, NFD", "u<u\u{31b}o<o\u{31b}c<<<o\u{31b}\u{323}c", "ược"),
    // EVKey and OpenKey break the word for the system's own completion: a narrow space, and it is taken back
    ("Telex, EVKey", "Vi\u{202f}<e\u{202f}<<êt\u{202f}<<<ệt", "Việt"),
];

/// The form of a new cell, the caret in its name.
fn name_field() -> Screen {
    let mut screen = Screen::demo();
    screen.sees("F1 Trợ giúp").keys("6").sees("Tổ chức đảng · 24").keys("f7").sees("Tên tổ chức đảng *");
    screen
}

/// As the terminal sends it.
fn stream(sent: &str, backspace: char) -> Vec<u8> {
    sent.replace('<', &backspace.to_string()).into_bytes()
}

#[test]
fn a_burst_of_an_engine_leaves_the_word_meant() {
    let mut screen = name_field();
    for (engine, sent, meant) in RECORDINGS {
        for backspace in ['\u{7f}', '\u{8}'] {
            screen.bytes(&stream(sent, backspace)).caret_behind(&format!("* {meant}"));
            // Ctrl+U empties the field.
            screen.keys("ctrl+u").gone(meant);
            assert!(!screen.text().contains(meant), "{engine}");
        }
    }
}

#[test]
fn a_burst_torn_into_single_bytes_leaves_the_same_word() {
    let mut screen = name_field();
    for (_, sent, meant) in RECORDINGS {
        for backspace in ['\u{7f}', '\u{8}'] {
            for byte in stream(sent, backspace) {
                screen.bytes(&[byte]);
            }
            screen.caret_behind(&format!("* {meant}")).keys("ctrl+u").gone(meant);
        }
    }
}

#[test]
fn what_engines_sent_is_kept_composed() {
    let mut screen = name_field();
    let typed = stream("Chi bo<o\u{323}<<<ô\u{323} Tha<a\u{301}p Na<ă\u{301}ng Mo<ơ\u{301}i", '\u{7f}');
    screen.bytes(&typed).keys("ctrl+s").gone("Thêm: Tổ chức đảng").keys("f10");
    assert_eq!(screen.ends(), 0);
    let store = screen.store().display().to_string();
    let words = ["--store", &store, "--json", "record", "list", "cell", "--find", "Nắng Mới"];
    let answer = crate::support::run(screen.home(), &words);
    assert!(answer.stdout.contains("Tháp Nắng Mới"), "{}\n{}", answer.stdout, answer.stderr);
}

#[test]
fn a_paste_is_text_and_never_keys() {
    let mut screen = name_field();
    // Decomposed, with a no-break space, a zero-width one, a line end, and what would be keys.
    screen.paste("Chi bo\u{323}\u{302}\u{a0}Công ty\u{200b} Vịnh Xanh\r\nq\u{1b}[21~");
    screen.sees("Chi bộ Công ty Vịnh Xanh");
    screen.sees("Thêm: Tổ chức đảng");
}

#[test]
fn the_fields_have_telex_and_vni_of_their_own() {
    let mut screen = name_field();
    screen.keys("ctrl+t").type_text("ddangr booj").caret_behind("* đảng bộ");
    screen.keys("ctrl+u ctrl+t").type_text("d9a3ng bo65").caret_behind("* đảng bộ");
    screen.keys("ctrl+u ctrl+t").type_text("ddangr").caret_behind("* ddangr");
}
