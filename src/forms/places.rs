//! Places on earth typed by hand: a point, a way, an area.
//!
//! Kept as the standard has it: `latitude longitude height accuracy` in degrees and metres, the last two may
//! lack; several points apart by `;`.
//!
//! Invariant: no point outside the earth is taken.

use super::kind::Kind;
use crate::text::message::Message;

/// The standard's form of what was typed: commas between the figures of a point are read too.
pub(super) fn read(typed: &str) -> Option<String> {
    let points: Option<Vec<String>> = typed
        .split(';')
        .map(str::trim)
        .filter(|point| !point.is_empty())
        .map(|written| {
            let figures = point(&with_points(written))?;
            Some(figures.iter().map(f64::to_string).collect::<Vec<_>>().join(" "))
        })
        .collect();
    points.filter(|points| !points.is_empty()).map(|points| points.join(";"))
}

/// A comma stands between figures (`21.0285, 105.8542`), or in them where a Vietnamese hand wrote them
/// (`21,0285 105,8542`): no point anywhere, and figures apart by spaces each with one comma inside.
fn with_points(written: &str) -> String {
    let parts = || written.split_whitespace().map(|part| part.trim_end_matches(','));
    let inside = |part: &str| part.matches(',').count() == 1 && !part.starts_with(',');
    let in_figures = !written.contains('.')
        && parts().count() > 1
        && parts().take(2).all(inside)
        && parts().all(|part| inside(part) || !part.contains(','));
    if in_figures {
        return parts().map(|part| part.replace(',', ".")).collect::<Vec<_>>().join(" ");
    }
    written.replace(',', " ")
}

/// What is wrong with a kept place.
pub(super) fn fault(kind: &Kind, kept: &str) -> Option<Message> {
    let written: Vec<&str> = kept.split(';').map(str::trim).filter(|point| !point.is_empty()).collect();
    let Some(points) = written.iter().map(|written| point(written)).collect::<Option<Vec<_>>>() else {
        return Some(Message::new("forms.answer.not_a_place").with("value", kept));
    };
    let same = |one: Option<&Vec<f64>>, other: Option<&Vec<f64>>| match (one, other) {
        (Some(one), Some(other)) => one[..2] == other[..2],
        _ => false,
    };
    let key = match kind {
        Kind::GeoPoint if points.len() != 1 => "forms.answer.not_one_place",
        Kind::GeoTrace if points.len() < 2 => "forms.answer.no_way",
        Kind::GeoShape if points.len() < 4 || !same(points.first(), points.last()) => "forms.answer.no_area",
        _ => return None,
    };
    Some(Message::new(key))
}

/// Latitude, longitude, and maybe height and accuracy.
fn point(text: &str) -> Option<Vec<f64>> {
    let figures: Option<Vec<f64>> = text
        .split_whitespace()
        .map(|part| part.parse::<f64>().ok().filter(|figure| figure.is_finite()))
        .collect();
    let figures = figures.filter(|figures| (2..=4).contains(&figures.len()))?;
    let on_earth = figures[0].abs() <= 90.0 && figures[1].abs() <= 180.0;
    on_earth.then_some(figures)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("21.0285 105.8542", Some("21.0285 105.8542"))]
    #[case("21.0285, 105.8542", Some("21.0285 105.8542"))]
    #[case("11,5654 108,9902", Some("11.5654 108.9902"))]
    #[case("11,5654, 108,9902", Some("11.5654 108.9902"))]
    #[case("11,5654 108,9902 12", Some("11.5654 108.9902 12"))]
    #[case("11,5654 108,9902; 11,6 109,1", Some("11.5654 108.9902;11.6 109.1"))]
    #[case("11, 108", Some("11 108"))]
    #[case("11,108", Some("11 108"))]
    #[case("21.0285,105.8542", Some("21.0285 105.8542"))]
    #[case("21.0285 105.8542 12.5 4", Some("21.0285 105.8542 12.5 4"))]
    #[case("21 105; 21 106;", Some("21 105;21 106"))]
    #[case("121 105", None)]
    #[case("21", None)]
    #[case("inf nan", None)]
    #[case("Hà Nội", None)]
    fn a_place_is_read(#[case] typed: &str, #[case] kept: Option<&str>) {
        assert_eq!(read(typed).as_deref(), kept);
    }

    #[rstest]
    #[case(Kind::GeoPoint, "21 105", true)]
    #[case(Kind::GeoPoint, "21 105;21 106", false)]
    #[case(Kind::GeoTrace, "21 105", false)]
    #[case(Kind::GeoTrace, "21 105;21 106", true)]
    #[case(Kind::GeoShape, "21 105;21 106;22 106;21 105", true)]
    #[case(Kind::GeoShape, "21 105;21 106;22 106", false)]
    #[case(Kind::GeoPoint, "", false)]
    fn a_place_is_checked(#[case] kind: Kind, #[case] kept: &str, #[case] right: bool) {
        assert_eq!(fault(&kind, kept).is_none(), right);
    }
}
