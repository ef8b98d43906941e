//! `describe`: a quantity drawn.

use std::path::Path;

use clap::Args;
use pourparler_report::opinions::vocabulary;
use pourparler_report::quantity::{Described, What};
use pourparler_report::{json, text};
use pourparler_scenario::words::{nearest, shown};
use pourparler_scenario::{Choice, Quantity, Scenario, Value, lone};

use crate::failure::Failure;
use crate::input::Origin;
use crate::{Global, output};

/// What `describe` takes.
#[derive(Args)]
pub struct Arguments {
    /// A quantity as a scenario writes it, such as "10% .. 40%" or "about 3 weeks"; or a scenario
    /// file, with a path after it
    #[arg(allow_hyphen_values = true)]
    quantity: String,
    /// Path of a quantity in that file: parties.north.floor
    path: Option<String>,
    /// Read the quantity as this key does, instead of as its words say
    #[arg(long, conflicts_with = "path")]
    key: Option<String>,
}

/// Runs `describe`.
///
/// # Errors
///
/// A quantity with mistakes, or one the file does not have.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let described = match &arguments.path {
        Some(path) => of_file(Path::new(&arguments.quantity), path)?,
        None => alone(&arguments.quantity, arguments.key.as_deref())?,
    };
    if global.json {
        output::json(global, &json::quantity(&described))
    } else {
        output::text(global, &text::quantity(&described, output::look(global)))
    }
}

/// A quantity that stands on the command line.
fn alone(typed: &str, key: Option<&str>) -> Result<Described, Failure> {
    let vocabulary = vocabulary();
    let of = key
        .map(|name| {
            lone::key(name, &vocabulary).ok_or_else(|| {
                let near = nearest(name, lone::key_names(&vocabulary));
                let help = near.map_or_else(
                    || "`pourparler schema --markdown` lists every key".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                Failure::usage(format!("no key `{}` takes a quantity", shown(name)), help)
            })
        })
        .transpose()?;
    let read = lone::read(typed, of).map_err(|diagnostics| Failure::Scenario {
        source: Box::new(lone::source(typed)),
        diagnostics,
    })?;
    let what = match read.value {
        Value::Quantity(quantity) => What::Quantity(quantity),
        Value::Choice(choice) => What::Choice(choice),
        _ => {
            return Err(Failure::usage(
                "this key takes neither a number nor a choice",
                "name another with --key",
            ));
        }
    };
    Ok(Described {
        typed: typed.to_owned(),
        read_as: Some(read.read_as),
        origin: None,
        what,
    })
}

/// A quantity of a scenario.
fn of_file(file: &Path, path: &str) -> Result<Described, Failure> {
    let origin = Origin::open(file)?;
    let scenario = origin.scenario()?;
    let quantity = scenario.quantity(path).cloned().map(What::Quantity);
    let choice = || choice(&scenario, path).cloned().map(What::Choice);
    let Some(what) = quantity.or_else(choice) else {
        return Err(unknown(&scenario, path));
    };
    let (full, sentence) = match &what {
        What::Quantity(Quantity {
            path,
            elicited,
            line,
            ..
        })
        | What::Choice(Choice {
            path,
            elicited,
            line,
            ..
        }) => {
            let sentence = if *elicited {
                format!("Written in line {line}.")
            } else {
                "Nobody wrote it: the default of its key.".to_owned()
            };
            (path.clone(), sentence)
        }
    };
    Ok(Described {
        typed: full,
        read_as: None,
        origin: Some(sentence),
        what,
    })
}

fn choice<'a>(scenario: &'a Scenario, path: &str) -> Option<&'a Choice> {
    let choices = scenario.root.choices().into_iter();
    choices.into_iter().find(|choice| choice.path == path)
}

fn unknown(scenario: &Scenario, path: &str) -> Failure {
    let quantities = scenario.root.quantities();
    let choices = scenario.root.choices();
    let known = quantities.iter().map(|quantity| quantity.path.as_str());
    let known = known.chain(choices.iter().map(|choice| choice.path.as_str()));
    let help = match nearest(path, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write its full path, such as parties.north.floor".to_owned(),
    };
    Failure::usage(
        format!("the scenario has no quantity `{}`", shown(path)),
        help,
    )
}
