//! What a Vietnamese syllable may be: how we know a legacy text from a foreign one, and where a tone stands.
//!
//! Invariant: strict. A word that no dictionary could hold is not a syllable, be it a name or not.

use super::letters::{Tone, split_tone};

/// What a syllable may begin with; the longer before the shorter.
const INITIALS: [&str; 28] = [
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

/// What a syllable may end with, tones aside.
const RIMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt \
    iêu o oc oi om on ong op ot oong ooc ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up \
    ut uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng \
    yêt yêu ynh yt yn ych oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen \
    oeo oet uân uâng uât uây uê uêch uên uênh uơ uy uya uych uyn uynh uyp uyt uyu uyên uyêt";

/// A syllable taken apart, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syllable {
    /// The consonants before: `ngh`, `qu`, or none.
    pub initial: &'static str,
    /// The vowels and what closes them, without tone.
    pub rime: String,
    /// The tone.
    pub tone: Tone,
}

/// Takes a word apart, if it is one syllable.
pub fn parse(word: &str) -> Option<Syllable> {
    // The longest syllable has seven letters of three bytes at most.
    if word.is_empty() || word.len() > 21 {
        return None;
    }
    let mut bare = String::with_capacity(word.len());
    let mut tone = Tone::Level;
    for letter in word.chars() {
        let (letter, found) = split_tone(letter);
        if found != Tone::Level {
            if tone != Tone::Level {
                return None;
            }
            tone = found;
        }
        bare.extend(letter.to_lowercase());
    }
    let (initial, rime) = INITIALS.iter().find_map(|initial| {
        let rime = bare.strip_prefix(initial)?;
        RIMES.split_whitespace().any(|known| known == rime).then_some((*initial, rime))
    })?;
    let stopped = rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch");
    if stopped && !matches!(tone, Tone::Acute | Tone::DotBelow) {
        return None;
    }
    Some(Syllable { initial, rime: rime.to_owned(), tone })
}

/// Whether a word is a syllable.
pub fn is_syllable(word: &str) -> bool {
    parse(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Nguyễn", "ng", "uyên", Tone::Tilde)]
    #[case("nghiêng", "ngh", "iêng", Tone::Level)]
    #[case("giếng", "g", "iêng", Tone::Acute)]
    #[case("gì", "g", "i", Tone::Grave)]
    #[case("giá", "gi", "a", Tone::Acute)]
    #[case("quyết", "qu", "yêt", Tone::Acute)]
    #[case("quốc", "qu", "ôc", Tone::Acute)]
    #[case("Hòa", "h", "oa", Tone::Grave)]
    #[case("hoà", "h", "oa", Tone::Grave)]
    #[case("ủy", "", "uy", Tone::HookAbove)]
    #[case("được", "đ", "ươc", Tone::DotBelow)]
    #[case("khuỷu", "kh", "uyu", Tone::HookAbove)]
    #[case("ĐẢNG", "đ", "ang", Tone::HookAbove)]
    fn takes_apart(#[case] word: &str, #[case] initial: &str, #[case] rime: &str, #[case] tone: Tone) {
        let syllable = parse(word).unwrap();
        assert_eq!((syllable.initial, syllable.rime.as_str(), syllable.tone), (initial, rime, tone));
    }

    #[rstest]
    fn refuses(
        #[values(
            "",
            "ng",
            "Café",
            "Joã",
            "Müller",
            "viêtj",
            "cat",
            "cạ́t",
            "hàng2",
            "càc",
            "nhân dân",
            "Đắkk"
        )]
        word: &str,
    ) {
        assert_eq!(parse(word), None);
    }
}
