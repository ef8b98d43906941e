//! Everything in a file that other places can refer to, collected before reading.

use crate::shape::Shape;
use crate::source::Span;
use crate::tree::{Node, Tree, get};

/// Ids by section, and options by issue.
#[derive(Debug, Default)]
pub(crate) struct Names {
    sections: Vec<(String, Vec<(String, Span)>)>,
    options: Vec<(String, Vec<String>)>,
}

impl Names {
    /// Collects from the whole tree.
    pub fn of(shape: &Shape, root: &Node) -> Self {
        let mut names = Names::default();
        names.collect(shape, root);
        let issues = root.table().and_then(|entries| get(entries, "issues"));
        for (issue, node) in issues.and_then(Node::table).unwrap_or(&[]) {
            let options = node.table().and_then(|entries| get(entries, "options"));
            let Some(Tree::Array(items)) = options.map(|node| &node.value) else {
                names.options.push((issue.clone(), Vec::new()));
                continue;
            };
            let labels = items.iter().filter_map(|item| match &item.value {
                Tree::Text(text) => Some(text.clone()),
                _ => None,
            });
            names.options.push((issue.clone(), labels.collect()));
        }
        names
    }

    fn collect(&mut self, shape: &Shape, node: &Node) {
        if shape.list
            && let Tree::Array(items) = &node.value
        {
            for item in items {
                if let Some(id) = item.table().and_then(|entries| get(entries, "id"))
                    && let Tree::Text(text) = &id.value
                {
                    self.add(&shape.path, text, id.span);
                }
            }
            return;
        }
        for (name, entry) in node.table().unwrap_or(&[]) {
            if let Some((_, child)) = shape.child(name) {
                self.collect(child, entry);
            } else if shape.key(name).is_none()
                && let Some((_, star)) = &shape.star
            {
                self.add(&shape.path, name, entry.key_span);
                // A variant repeats ids that stand elsewhere.
                if shape.path != "variants" {
                    self.collect(star, entry);
                }
            }
        }
    }

    fn add(&mut self, section: &str, id: &str, span: Span) {
        let known = self.sections.iter().position(|(name, _)| name == section);
        let at = known.unwrap_or_else(|| {
            self.sections.push((section.to_owned(), Vec::new()));
            self.sections.len() - 1
        });
        self.sections[at].1.push((id.to_owned(), span));
    }

    /// The ids of a section, `parties` or `parties.*`, in file order.
    pub fn ids(&self, section: &str) -> Vec<&str> {
        let section = section.trim_end_matches("[]").trim_end_matches(".*");
        self.sections
            .iter()
            .filter(|(name, _)| name == section)
            .flat_map(|(_, ids)| ids.iter().map(|(id, _)| id.as_str()))
            .collect()
    }

    /// The options of an issue; none for an unknown issue.
    pub fn options(&self, issue: &str) -> Option<&[String]> {
        self.options
            .iter()
            .find(|(name, _)| name == issue)
            .map(|(_, options)| options.as_slice())
    }

    /// The issues, in file order.
    pub fn issues(&self) -> Vec<&str> {
        self.options
            .iter()
            .map(|(issue, _)| issue.as_str())
            .collect()
    }
}
