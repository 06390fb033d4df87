//! Comma-separated text: records of cells, each with the line it begins on.
//!
//! Invariant: any text gives records; quotes may hold separators and line breaks, one left open ends with the
//! text.

use crate::text::clean::clean_lines;

/// The records of a text, separated by whichever of comma, semicolon and tab its first line has most of.
pub(super) fn records(text: &str) -> Vec<(usize, Vec<String>)> {
    let separator = separator(text);
    let mut records = Vec::new();
    let mut cells = Vec::new();
    let mut cell = String::new();
    let (mut line, mut began, mut quoted) = (1, 1, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        line += usize::from(letter == '\n');
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            _ if quoted => cell.push(letter),
            '\r' => {}
            '\n' => {
                cells.push(clean_lines(&std::mem::take(&mut cell)).text);
                records.push((began, std::mem::take(&mut cells)));
                began = line;
            }
            _ if letter == separator => cells.push(clean_lines(&std::mem::take(&mut cell)).text),
            _ => cell.push(letter),
        }
    }
    if !cell.is_empty() || !cells.is_empty() {
        cells.push(clean_lines(&cell).text);
        records.push((began, cells));
    }
    records
}

/// What separates the cells of the first line; what stands in quotes there does not count.
fn separator(text: &str) -> char {
    let mut counts = [('\t', 0_usize), (';', 0), (',', 0)];
    let mut quoted = false;
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            '\n' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(known, _)| *known == letter).for_each(|(_, count)| *count += 1),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(',', |(separator, _)| separator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("a,b\n1,2\n", &[(1, &["a", "b"][..]), (2, &["1", "2"])])]
    #[case("a;b\r\n1;2", &[(1, &["a", "b"][..]), (2, &["1", "2"])])]
    #[case("a\tb", &[(1, &["a", "b"][..])])]
    #[case("\"x, \"\"y\"\"\nz\",2\n3,4", &[(1, &["x, \"y\"\nz", "2"][..]), (3, &["3", "4"])])]
    #[case("\"a, b, c\";d\n1;2", &[(1, &["a, b, c", "d"][..]), (2, &["1", "2"])])]
    #[case("\"open,2", &[(1, &["open,2"][..])])]
    #[case("", &[])]
    fn a_text_is_cut_into_records(#[case] text: &str, #[case] expected: &[(usize, &[&str])]) {
        let read = records(text);
        let read: Vec<(usize, Vec<&str>)> =
            read.iter().map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect())).collect();
        let expected: Vec<(usize, Vec<&str>)> =
            expected.iter().map(|(line, cells)| (*line, cells.to_vec())).collect();
        assert_eq!(read, expected);
    }
}
