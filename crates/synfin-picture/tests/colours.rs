//! The palette, measured: contrast on its ground, and how far apart its colours are for people
//! with each kind of colour vision.

use synfin_picture::{GROUNDS, Tone};

/// The tones that stand for different things in one picture.
const MEANINGS: [Tone; 5] = [
    Tone::Client,
    Tone::Server,
    Tone::Handshake,
    Tone::Teardown,
    Tone::Trouble,
];

/// Full dichromacy in linear RGB (Viénot, Brettel and Mollon 1999; Machado et al. 2009): normal,
/// protanopia, deuteranopia, tritanopia.
const VISIONS: [(&str, [[f64; 3]; 3]); 4] = [
    (
        "normal",
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ),
    (
        "protanopia",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

/// `#rrggbb` in linear light (IEC 61966-2-1).
fn linear(colour: &str) -> [f64; 3] {
    let part = |from: usize| {
        let value = u8::from_str_radix(colour.get(from..from + 2).expect("two digits"), 16)
            .expect("a colour");
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    [part(1), part(3), part(5)]
}

fn luminance([red, green, blue]: [f64; 3]) -> f64 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// WCAG 2.2's contrast ratio.
fn contrast(one: &str, other: &str) -> f64 {
    let [one, other] = [one, other].map(|colour| luminance(linear(colour)));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// CIE L*a*b* of linear RGB, D65.
fn lab([red, green, blue]: [f64; 3]) -> [f64; 3] {
    let curve = |value: f64| {
        if value > 0.008856 {
            value.cbrt()
        } else {
            7.787 * value + 16.0 / 116.0
        }
    };
    let x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
    let y = curve(luminance([red, green, blue]));
    let z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The distance of two colours as a kind of vision sees them (CIE 1976).
fn distance(one: &str, other: &str, vision: &[[f64; 3]; 3]) -> f64 {
    let seen = |colour: &str| {
        let light = linear(colour);
        let row = |row: &[f64; 3]| {
            let sum: f64 = row
                .iter()
                .zip(light)
                .map(|(factor, part)| factor * part)
                .sum();
            sum.clamp(0.0, 1.0)
        };
        lab([row(&vision[0]), row(&vision[1]), row(&vision[2])])
    };
    let squares = seen(one)
        .into_iter()
        .zip(seen(other))
        .map(|(a, b)| (a - b).powi(2));
    squares.sum::<f64>().sqrt()
}

#[test]
fn every_colour_can_be_read_on_its_ground() {
    for tone in Tone::ALL {
        for (colour, ground) in [tone.on_light(), tone.on_dark()].into_iter().zip(GROUNDS) {
            let contrast = contrast(colour, ground);
            assert!(
                contrast >= 4.5,
                "{tone:?} {colour} on {ground}: {contrast:.2}"
            );
        }
    }
}

#[test]
fn no_two_meanings_look_alike_to_anybody() {
    for (name, vision) in &VISIONS {
        for (index, one) in MEANINGS.iter().enumerate() {
            for other in MEANINGS.iter().skip(index + 1) {
                for (a, b) in [
                    (one.on_light(), other.on_light()),
                    (one.on_dark(), other.on_dark()),
                ] {
                    let distance = distance(a, b, vision);
                    assert!(
                        distance >= 14.0,
                        "{one:?} {a} and {other:?} {b}, {name}: {distance:.1}"
                    );
                }
            }
        }
    }
}
