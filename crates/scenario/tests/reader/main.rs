//! The reader from outside: what it reads, what it says, what it withstands.

mod broken;
mod grammar;
mod law;
mod pages;
mod reading;
mod robustness;
