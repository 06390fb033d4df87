//! What one text has that another has not, line by line.
//!
//! Invariant: the lines kept and dropped are the text before, the lines kept and added the text after.

/// Lines compared with each other at most; longer stretches are told as dropped and added.
const LIMIT: usize = 4_000_000;

/// One line of two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// In both.
    Kept(&'a str),
    /// In the first only.
    Dropped(&'a str),
    /// In the second only.
    Added(&'a str),
}

/// Both texts as one, in order.
pub fn lines<'a>(before: &'a str, after: &'a str) -> Vec<Line<'a>> {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let begun = before.iter().zip(&after).take_while(|(before, after)| before == after).count();
    let rest = before.len().min(after.len()) - begun;
    let backwards = before.iter().rev().zip(after.iter().rev()).take(rest);
    let ended = backwards.take_while(|(before, after)| before == after).count();
    let mut lines: Vec<Line<'a>> = before[..begun].iter().copied().map(Line::Kept).collect();
    changed(&before[begun..before.len() - ended], &after[begun..after.len() - ended], &mut lines);
    lines.extend(before[before.len() - ended..].iter().copied().map(Line::Kept));
    lines
}

/// By the longest lines that follow one another in both.
fn changed<'a>(before: &[&'a str], after: &[&'a str], lines: &mut Vec<Line<'a>>) {
    if before.len().saturating_mul(after.len()) > LIMIT {
        lines.extend(before.iter().copied().map(Line::Dropped));
        lines.extend(after.iter().copied().map(Line::Added));
        return;
    }
    let columns = after.len() + 1;
    let mut common = vec![0_u32; (before.len() + 1) * columns];
    for row in (0..before.len()).rev() {
        for column in (0..after.len()).rev() {
            common[row * columns + column] = if before[row] == after[column] {
                common[(row + 1) * columns + column + 1] + 1
            } else {
                common[(row + 1) * columns + column].max(common[row * columns + column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < before.len() || column < after.len() {
        let (down, along) = ((row + 1) * columns + column, row * columns + column + 1);
        if row < before.len() && column < after.len() && before[row] == after[column] {
            lines.push(Line::Kept(before[row]));
            (row, column) = (row + 1, column + 1);
        } else if column == after.len() || row < before.len() && common[down] >= common[along] {
            lines.push(Line::Dropped(before[row]));
            row += 1;
        } else {
            lines.push(Line::Added(after[column]));
            column += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn changed_lines_stand_between_those_that_stayed() {
        use Line::{Added, Dropped, Kept};
        let found = lines("a\nb\nc\nd\n", "a\nx\nc\nc\nd");
        assert_eq!(found, [Kept("a"), Dropped("b"), Added("x"), Added("c"), Kept("c"), Kept("d")]);
        assert_eq!(lines("", "a"), [Added("a")]);
        let long = "a\n".repeat(3000) + &"b\n".repeat(3000);
        assert_eq!(lines(&long, "x\ny\n").len(), 6002);
    }

    proptest! {
        #[test]
        fn both_texts_are_told(before in "([ab]\n){0,12}", after in "([abc]\n){0,12}") {
            let found = lines(&before, &after);
            let side = |but: fn(&Line<'_>) -> bool| -> String {
                let of = |line: &Line<'_>| match *line {
                    Line::Kept(text) | Line::Dropped(text) | Line::Added(text) => format!("{text}\n"),
                };
                found.iter().filter(|line| !but(line)).map(of).collect()
            };
            prop_assert_eq!(side(|line| matches!(line, Line::Added(_))), before.clone());
            prop_assert_eq!(side(|line| matches!(line, Line::Dropped(_))), after.clone());
        }
    }
}
