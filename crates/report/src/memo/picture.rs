//! A chart as a picture for a document that draws no SVG.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// The one font of all pictures, so that they are the same on every machine: Arimo by Steve Matteson
/// (SIL Open Font License). Its widths are those of Arial, by which the charts are set.
const FONT: &[u8] = include_bytes!("../../assets/Arimo-Regular.ttf");

/// Dots of the picture for one unit of the drawing: 300 to the inch at the width of the page.
const DENSITY: f32 = 2.75;

/// A picture, and its size in units of the drawing.
pub struct Picture {
    /// As PNG.
    pub png: Vec<u8>,
    /// Width and height.
    pub size: (f32, f32),
}

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(FONT.to_vec());
    fonts.set_sans_serif_family("Arimo");
    Arc::new(fonts)
});

/// Draws a chart; nothing where it is no drawing, which a test rules out for every chart.
pub fn drawn(svg: &str) -> Option<Picture> {
    let options = Options {
        fontdb: FONTS.clone(),
        font_family: "Arimo".to_owned(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).ok()?;
    let size = (tree.size().width(), tree.size().height());
    let dots = |units: f32| (units * DENSITY).ceil() as u32;
    let mut map = Pixmap::new(dots(size.0), dots(size.1))?;
    map.fill(resvg::tiny_skia::Color::WHITE);
    let scale = Transform::from_scale(DENSITY, DENSITY);
    resvg::render(&tree, scale, &mut map.as_mut());
    let png = map.encode_png().ok()?;
    Some(Picture { png, size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_marks_are_drawn_and_twice_the_same() {
        let svg = |body: &str| {
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"72\" height=\"20\" \
                 viewBox=\"0 0 72 20\" font-family=\"Arial, sans-serif\" font-size=\"13\">{body}</svg>"
            )
        };
        let blank = drawn(&svg("")).unwrap();
        let words = svg("<text x=\"2\" y=\"15\" fill=\"#1a1a1a\">4 of 5 → 3</text>");
        let lettered = drawn(&words).unwrap();
        assert_eq!(lettered.size, (72.0, 20.0));
        assert!(lettered.png.len() > 2 * blank.png.len(), "no letters");
        assert!(lettered.png == drawn(&words).unwrap().png);
        assert!(drawn("no drawing").is_none());
    }
}
