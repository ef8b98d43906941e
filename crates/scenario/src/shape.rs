//! The vocabulary as a tree: which keys and tables may stand below which.

use crate::key::{Key, Section};
use crate::sections::EVERYWHERE;
use crate::vocabulary::Vocabulary;

/// What may stand at one place of the file.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The section path of this place, `parties.*.issues`; a container has no section.
    pub path: String,
    /// First section here, if any: what a table is read by.
    pub section: Option<&'static Section>,
    /// The keys of all sections here, then those every section takes.
    pub keys: Vec<&'static Key>,
    /// Tables by name.
    pub children: Vec<(&'static str, Shape)>,
    /// Tables by id.
    pub star: Option<(Ids, Box<Shape>)>,
    /// An array of tables.
    pub list: bool,
}

/// Where the ids at a star come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ids {
    /// The author makes them up.
    Free,
    /// They are ids of this top-level section.
    Of(&'static str),
    /// They are options of the enclosing issue.
    Option,
}

impl Shape {
    /// Puts all sections of the vocabulary together.
    pub fn of(vocabulary: &Vocabulary) -> Shape {
        let mut root = Shape::empty(String::new());
        for section in &vocabulary.sections {
            let place = root.place(section.path, vocabulary);
            place.section.get_or_insert(section);
            for key in section.keys {
                if !place.keys.iter().any(|known| known.name == key.name) {
                    place.keys.push(key);
                }
            }
        }
        root.add_everywhere();
        root
    }

    fn empty(path: String) -> Shape {
        Shape {
            path,
            section: None,
            keys: Vec::new(),
            children: Vec::new(),
            star: None,
            list: false,
        }
    }

    fn place(&mut self, path: &'static str, vocabulary: &Vocabulary) -> &mut Shape {
        let mut at = self;
        let mut above: Option<&'static str> = None;
        for segment in path.split('.').filter(|segment| !segment.is_empty()) {
            let prefix = if at.path.is_empty() {
                String::new()
            } else {
                format!("{}.", at.path)
            };
            if let Some(of) = segment.strip_prefix('*') {
                let top = at.path.split('.').count() == 1;
                let ids = match (of, above) {
                    ("option", _) => Ids::Option,
                    ("", Some(above)) if !top && vocabulary.has_ids(above) => Ids::Of(above),
                    ("", _) => Ids::Free,
                    (of, _) => Ids::Of(of),
                };
                let (_, shape) = at
                    .star
                    .get_or_insert_with(|| (ids, Box::new(Shape::empty(format!("{prefix}*")))));
                at = shape;
            } else {
                let name = segment.trim_end_matches("[]");
                let known = at.children.iter().position(|(known, _)| *known == name);
                let index = known.unwrap_or_else(|| {
                    let shape = Shape::empty(format!("{prefix}{name}"));
                    at.children.push((name, shape));
                    at.children.len() - 1
                });
                at = &mut at.children[index].1;
                at.list |= name.len() < segment.len();
                above = Some(name);
            }
        }
        at
    }

    fn add_everywhere(&mut self) {
        if self.section.is_some() {
            for key in EVERYWHERE {
                if !self.keys.iter().any(|known| known.name == key.name) {
                    self.keys.push(key);
                }
            }
        }
        for (_, child) in &mut self.children {
            child.add_everywhere();
        }
        if let Some((_, star)) = &mut self.star {
            star.add_everywhere();
        }
    }

    /// The table of this name.
    pub fn child(&self, name: &str) -> Option<(&'static str, &Shape)> {
        self.children
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(known, shape)| (*known, shape))
    }

    /// The key of this name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name).copied()
    }

    /// Names of all keys and tables here.
    pub fn names(&self) -> Vec<&'static str> {
        let keys = self.keys.iter().map(|key| key.name);
        keys.chain(self.children.iter().map(|(name, _)| *name))
            .collect()
    }

    /// This place and all below it.
    pub fn walk(&self) -> Vec<&Shape> {
        let mut all = vec![self];
        for (_, child) in &self.children {
            all.extend(child.walk());
        }
        if let Some((_, star)) = &self.star {
            all.extend(star.walk());
        }
        all
    }
}
