//! Who draws which random numbers: one number per mechanism, one per use.

use crate::random::Stream;

/// Mechanisms that draw chance, numbered for good: a number is never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Source {
    /// The mandate actually held.
    Contact = 1,
    /// Deceptive messages and the noise of what is heard.
    Information = 2,
    /// The patron's politics.
    Politics = 3,
    /// The front.
    War = 4,
    /// Private types.
    Reservation = 5,
    /// Offer times and proposers, length of an interim deal.
    Bargaining = 6,
    /// Base flow and proposals.
    Exchange = 7,
    /// Steps short of settlement.
    Steps = 8,
    /// Named shocks.
    Shocks = 9,
    /// Another channel in place of the contact.
    Substitute = 10,
    /// Leaks.
    Leak = 11,
}

/// The `purpose`-th use of a mechanism.
pub const fn stream(source: Source, purpose: u16) -> Stream {
    Stream::new(source as u16, purpose)
}

/// One stream per side, keyed by the side's id so that swapping the sides swaps the numbers.
/// Purposes from 256 up are taken by ids.
pub fn side_streams(source: Source, purpose: u16, ids: [&str; 2]) -> [Stream; 2] {
    let mut keys = ids.map(|id| keyed(purpose, id));
    if keys[0] == keys[1] {
        let later = usize::from(ids[1] > ids[0]);
        keys[later] = keys[later].wrapping_add(1) | 256;
    }
    keys.map(|key| stream(source, key))
}

/// A stream keyed by a name of the scenario: a step, a category of people, a topic.
pub fn named_stream(source: Source, purpose: u16, id: &str) -> Stream {
    stream(source, keyed(purpose, id))
}

/// The FNV-1a hash of some bytes.
pub(crate) fn fingerprint_bytes(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

/// A number that tells texts apart (FNV-1a, the 52 bits a double holds exactly).
pub fn fingerprint(text: &str) -> f64 {
    (fingerprint_bytes(text.as_bytes()) >> 12) as f64
}

/// FNV-1a folded to 16 bits, never below 256.
fn keyed(purpose: u16, id: &str) -> u16 {
    let mut hash = 0x811c_9dc5u32 ^ u32::from(purpose);
    for byte in id.bytes().chain([purpose as u8]) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    ((hash >> 16) ^ hash) as u16 | 256
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_keep_their_numbers_when_they_swap() {
        let ab = side_streams(Source::Reservation, 0, ["russia", "ukraine"]);
        let ba = side_streams(Source::Reservation, 0, ["ukraine", "russia"]);
        assert_eq!([ab[0], ab[1]], [ba[1], ba[0]]);
        assert_ne!(ab[0], ab[1]);
    }
}
