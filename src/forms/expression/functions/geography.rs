//! Points, lines and areas on a sphere of the earth's equatorial radius (JavaRosa; Enketo rounds to two places).
//!
//! A point is `latitude longitude altitude accuracy`; a line or area is points apart by `;`.
//!
//! Invariant: what is no point is left out; fewer points than needed measure nought.

use super::{ANY, Call, Entry, Known, entry, text};
use crate::forms::expression::value::Value;

const RADIUS: f64 = 6_378_100.0;

pub(super) const TABLE: &[Entry] = &[
    entry("distance", 1, ANY, |call| Value::Number(length(&points(call, 0)))),
    entry("distance-between", 2, 2, |call| Value::Number(length(&points(call, 0))))
        .known(Known::To("SurveyCTO")),
    entry("area", 1, ANY, |call| Value::Number(area(&points(call, 0)))),
    // JavaRosa's old name of it.
    entry("enclosed-area", 1, ANY, |call| Value::Number(area(&points(call, 0)))).known(Known::To("JavaRosa")),
    entry("geofence", 2, 2, |call| {
        let shape: Vec<Point> = call.text(1).split(';').filter_map(Point::parse).collect();
        Value::Boolean(Point::parse(&call.text(0)).is_some_and(|point| holds(&shape, point)))
    }),
    entry("intersects", 1, ANY, |call| Value::Boolean(crosses_itself(&points(call, 0)))),
    entry("short-geopoint", 1, 1, |call| {
        text(call.text(0).split_whitespace().take(2).collect::<Vec<_>>().join(" "))
    })
    .known(Known::To("SurveyCTO")),
];

#[derive(Debug, Clone, Copy, PartialEq)]
struct Point {
    latitude: f64,
    longitude: f64,
}

impl Point {
    fn parse(written: &str) -> Option<Self> {
        let mut parts = written.split_whitespace().map(|part| part.parse::<f64>().ok());
        let (latitude, longitude) = (parts.next()??, parts.next()??);
        let known = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        known.then_some(Self { latitude, longitude })
    }
}

fn points(call: &Call<'_, '_>, from: usize) -> Vec<Point> {
    let texts: Vec<String> = call.values_from(from).iter().map(Value::text).collect();
    texts.iter().flat_map(|written| written.split(';')).filter_map(Point::parse).collect()
}

/// Along the points, by the haversine formula.
fn length(points: &[Point]) -> f64 {
    let between = |pair: &[Point]| {
        let (from, to) = (pair[0], pair[1]);
        let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
        let latitudes = from.latitude.to_radians().cos() * to.latitude.to_radians().cos();
        let chord = half(from.latitude, to.latitude) + latitudes * half(from.longitude, to.longitude);
        2.0 * chord.sqrt().min(1.0).asin() * RADIUS
    };
    points.windows(2).map(between).fold(0.0, |sum, next| sum + next)
}

/// Of the spherical polygon, closed where it is open.
fn area(points: &[Point]) -> f64 {
    if points.len() < 3 {
        return 0.0;
    }
    // Triangles between each side and the pole.
    let from_pole = |point: &Point| ((90.0 - point.latitude).to_radians() / 2.0).tan();
    let triangle = |(from, to): (&Point, &Point)| {
        let turn = (to.longitude - from.longitude).to_radians();
        let tangents = from_pole(from) * from_pole(to);
        2.0 * (tangents * turn.sin()).atan2(1.0 + tangents * turn.cos())
    };
    let next = points.iter().cycle().skip(1);
    (points.iter().zip(next).map(triangle).fold(0.0, |sum, next| sum + next) * RADIUS * RADIUS).abs()
}

/// Whether a ray to the north crosses the border an odd number of times.
fn holds(shape: &[Point], point: Point) -> bool {
    let mut inside = false;
    for (from, to) in shape.iter().zip(shape.iter().cycle().skip(1)) {
        let astride = (from.longitude > point.longitude) != (to.longitude > point.longitude);
        if astride {
            let along = (point.longitude - from.longitude) / (to.longitude - from.longitude);
            inside ^= point.latitude < from.latitude + along * (to.latitude - from.latitude);
        }
    }
    inside
}

/// At most this many points are held against one another.
const MOST_POINTS: usize = 2_000;

fn crosses_itself(points: &[Point]) -> bool {
    let points = &points[..points.len().min(MOST_POINTS)];
    let closed = points.first() == points.last();
    let pieces: Vec<&[Point]> = points.windows(2).collect();
    for (index, one) in pieces.iter().enumerate() {
        for (later, other) in pieces.iter().enumerate().skip(index + 2) {
            let joined = closed && index == 0 && later + 1 == pieces.len();
            if !joined && cross(one, other) {
                return true;
            }
        }
    }
    false
}

fn cross(one: &[Point], other: &[Point]) -> bool {
    let side = |a: Point, b: Point, c: Point| {
        (b.longitude - a.longitude) * (c.latitude - a.latitude)
            - (b.latitude - a.latitude) * (c.longitude - a.longitude)
    };
    let apart = |a: f64, b: f64| (a > 0.0 && b < 0.0) || (a < 0.0 && b > 0.0);
    apart(side(one[0], one[1], other[0]), side(one[0], one[1], other[1]))
        && apart(side(other[0], other[1], one[0]), side(other[0], other[1], one[1]))
}
