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
    let plan = match Plan::compile(&scenario, Effort::default(), &Questions::default()) {
        Ok(plan) => plan,
        Err(ds) => {
            for d in ds {
                eprintln!("{} {}:{} {}", d.code, d.line, d.column, d.message);
            }
            return;
        }
    };
    eprintln!("compiled {:?}, {} dims", t.elapsed(), plan.dimensions().len());
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
