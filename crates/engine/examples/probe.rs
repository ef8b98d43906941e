//! Runs a scenario file and prints the mean of every output in every arm.
use pourparler_engine::{Effort, Plan, plan, result::Questions, run};
fn main() {
    let path = std::env::args().nth(1).expect("a scenario file");
    let text = std::fs::read_to_string(&path).expect("readable");
    let reading = pourparler_scenario::read::read(&path, &text, &plan::vocabulary());
    for d in &reading.diagnostics {
        eprintln!("{} {}:{} {} {:?}", d.code, d.line, d.column, d.message, d.help);
    }
    let Some(scenario) = reading.scenario else { return };
    let t = std::time::Instant::now();
    let plan = match Plan::compile(&scenario, Effort { points: std::env::args().nth(2).and_then(|s| s.parse().ok()).unwrap_or(512), ..Effort::default() }, &Questions::default()) {
        Ok(plan) => plan,
        Err(ds) => {
            for d in ds {
                eprintln!("{} {}:{} {}", d.code, d.line, d.column, d.message);
            }
            return;
        }
    };
    eprintln!("compiled {:?}, {} dims", t.elapsed(), plan.dimensions().len());
    if std::env::args().nth(2).as_deref() == Some("profile") {
        let t = std::time::Instant::now();
        let (totals, steps) = pourparler_engine::run::profile(&plan, 16, &|| t.elapsed().as_nanos() as u64);
        let sum: u64 = totals.iter().map(|t| t.1).sum();
        for (name, ns) in totals { println!("{name:14} {:8.2} ns per arm-step", ns as f64 / steps as f64); }
        println!("{:8.2} total, {:.1} M/s", sum as f64 / steps as f64, 1e3 * steps as f64 / sum as f64);
        return;
    }
    let t = std::time::Instant::now();
    let r = run(&plan);
    let s = t.elapsed().as_secs_f64();
    eprintln!("{} arm-steps in {s:.2} s: {:.1} M/s", r.arm_steps, r.arm_steps as f64 / s / 1e6);
    let arms: Vec<usize> = (0..r.arms.len()).filter(|&a| !r.arms[a].id.starts_with("levers")).collect();
    print!("{:28}", "");
    for &a in &arms { print!("{:>9.8}", r.arms[a].id); }
    println!();
    for (o, out) in r.outputs.iter().enumerate() {
        print!("{:28}", out.name);
        for &a in &arms {
            match r.column(a, o) {
                Some(c) => print!("{:9.4}", c.iter().sum::<f64>() / c.len() as f64),
                None => print!("{:>9}", "-"),
            }
        }
        println!();
    }
}
