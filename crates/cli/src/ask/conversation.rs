//! Questions to standard error, answers from standard input.

use std::io::BufRead;

use super::answer::{Parsed, Words};
use crate::failure::Failure;
use crate::{Global, output};

/// A conversation under way.
pub struct Conversation<R> {
    input: R,
    global: Global,
    line: usize,
}

impl<R: BufRead> Conversation<R> {
    /// Nothing asked yet.
    pub fn new(input: R, global: Global) -> Self {
        Self {
            input,
            global,
            line: 0,
        }
    }

    /// Says something that wants no answer.
    pub fn say(&self, text: &str) {
        for line in text.lines() {
            output::remark(self.global, line);
        }
    }

    /// Asks until the answer can be used.
    ///
    /// # Errors
    ///
    /// The answers end, or cannot be read.
    pub fn ask<T>(
        &mut self,
        question: &str,
        read: impl Fn(&str) -> Parsed<T>,
    ) -> Result<T, Failure> {
        loop {
            self.say(question);
            let mut line = String::new();
            self.line += 1;
            let bytes = self.input.read_line(&mut line);
            match bytes.map_err(|error| Failure::io("standard input", &error))? {
                0 => {
                    return Err(Failure::input(
                        format!("the answers end at line {}, before `{question}`", self.line),
                        "answer every question; an empty line leaves the default where there is one",
                    ));
                }
                _ => match read(line.trim_end_matches(['\r', '\n'])) {
                    Parsed::Done(answer) => return Ok(answer),
                    Parsed::Again(why) => self.say(&format!("  {why}")),
                },
            }
        }
    }

    /// Asks for one of a list of words, by number or by its beginning; nothing for an empty
    /// answer. Returns the value and the word.
    ///
    /// # Errors
    ///
    /// As [`Conversation::ask`].
    pub fn choose<'w>(
        &mut self,
        question: &str,
        words: Words<'w>,
    ) -> Result<Option<(&'w str, &'w str)>, Failure> {
        self.say(question);
        for (k, (word, _)) in words.iter().enumerate() {
            self.say(&format!("  {} {word}", k + 1));
        }
        self.ask("Number?", |line| {
            let line = line.trim();
            if line.is_empty() {
                return Parsed::Done(None);
            }
            let by_number = line
                .parse::<usize>()
                .ok()
                .and_then(|k| words.get(k.wrapping_sub(1)));
            let mut by_word = words.iter().filter(|(word, _)| word.starts_with(line));
            match (by_number, by_word.next(), by_word.next()) {
                (Some(&(word, value)), ..) | (None, Some(&(word, value)), None) => {
                    Parsed::Done(Some((value, word)))
                }
                _ => Parsed::Again(format!("write a number from 1 to {}", words.len())),
            }
        })
    }
}
