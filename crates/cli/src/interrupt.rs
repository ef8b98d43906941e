//! Ctrl-C: the first asks the run to stop and keep what it finished, the second ends the program.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use signal_hook::consts::SIGINT;
use signal_hook::flag;

use crate::failure::INTERRUPTED;

/// What Ctrl-C sets. The first call changes what Ctrl-C does; until then it ends the program.
pub fn flag() -> &'static AtomicBool {
    static FLAG: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    FLAG.get_or_init(|| {
        let set = Arc::new(AtomicBool::new(false));
        // In this order, or the first one would end the program. Where the system refuses,
        // Ctrl-C ends the program at once, which is no worse than before.
        let second =
            flag::register_conditional_shutdown(SIGINT, i32::from(INTERRUPTED), Arc::clone(&set));
        if second.is_ok() {
            let _ = flag::register(SIGINT, Arc::clone(&set));
        }
        set
    })
}
