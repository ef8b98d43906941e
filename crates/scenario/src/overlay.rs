//! A scenario's table with single values replaced: what a lever changes, as a variant would.
//!
//! Whoever calls this knows the keys; nothing is read or checked again.

use crate::quantity::{Choice, Quantity, Value};
use crate::table::{Field, Table};

impl Table {
    /// The quantity of this full key path, to be changed; entries of maps included.
    pub fn quantity_mut(&mut self, path: &str) -> Option<&mut Quantity> {
        self.values_mut().find_map(|value| of_path(value, path))
    }

    /// The choice of this full key path, to be changed.
    pub fn choice_mut(&mut self, path: &str) -> Option<&mut Choice> {
        self.values_mut().find_map(|value| match value {
            Value::Choice(choice) if choice.path == path => Some(choice),
            _ => None,
        })
    }

    /// Gives the key of the table at `path` this value, as if the author had written it. False
    /// where there is no such table, or its section has no such key.
    pub fn set(&mut self, path: &str, key: &str, value: Value) -> bool {
        if self.path != path {
            let mut below = self.entries.iter_mut();
            return below.any(|entry| entry.table.set(path, key, value.clone()));
        }
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == key) {
            field.value = value;
            field.written = true;
            return true;
        }
        let Some(known) = self.section.keys.iter().find(|known| known.name == key) else {
            return false;
        };
        self.fields.push(Field {
            name: known.name,
            value,
            written: true,
            span: self.span,
        });
        true
    }

    /// Every value of this table and those below, in file order.
    fn values_mut(&mut self) -> Box<dyn Iterator<Item = &mut Value> + '_> {
        let own = self.fields.iter_mut().map(|field| &mut field.value);
        let below = self.entries.iter_mut();
        Box::new(own.chain(below.flat_map(|entry| entry.table.values_mut())))
    }
}

fn of_path<'a>(value: &'a mut Value, path: &str) -> Option<&'a mut Quantity> {
    match value {
        Value::Quantity(quantity) if quantity.path == path => Some(quantity),
        Value::OptionMap(map) => map.iter_mut().find_map(|(_, value)| of_path(value, path)),
        Value::RefMap(map) => map.iter_mut().find_map(|(_, value)| of_path(value, path)),
        _ => None,
    }
}
