//! The draws as Parquet: what is read back is what the CSV says, and the bytes are the same each time.
#![cfg(feature = "parquet")]

mod common;

use std::collections::BTreeSet;

use common::{EXAMPLES, assessed, text};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use pourparler_engine::result::Run;
use pourparler_report::draws;

fn csv(run: &Run) -> Vec<Vec<String>> {
    let mut bytes = Vec::new();
    draws::write(run, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    text.lines().map(fields).collect()
}

/// The fields of a line; names and labels hold no line break.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut().unwrap().push(c),
        }
    }
    fields
}

fn written(run: &Run) -> Vec<u8> {
    let mut bytes = Vec::new();
    draws::parquet::write(run, &mut bytes).unwrap();
    bytes
}

/// Whether both are one value, numbers to the bit.
fn same(field: &Field, csv: &str) -> bool {
    match field {
        Field::Null => csv.is_empty(),
        Field::Str(text) => text == csv,
        Field::Long(number) => csv.parse() == Ok(*number),
        Field::Double(number) => csv.parse::<f64>().unwrap().to_bits() == number.to_bits(),
        other => panic!("{other:?} is no field of draws"),
    }
}

fn compare(run: &Run, name: &str) {
    let path = std::env::temp_dir().join(format!("pourparler-{}-{name}", std::process::id()));
    std::fs::write(&path, written(run)).unwrap();
    let reader = SerializedFileReader::new(std::fs::File::open(&path).unwrap()).unwrap();
    std::fs::remove_file(&path).unwrap();
    let mut rows = csv(run).into_iter();
    let heads = rows.next().unwrap();
    let columns = reader.metadata().file_metadata().schema_descr();
    let names: Vec<&str> = columns.columns().iter().map(|c| c.name()).collect();
    assert_eq!(names, heads, "{name}");
    let once: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(once.len(), names.len(), "{name}: two columns of one name");
    let mut count = 0;
    for row in reader.get_row_iter(None).unwrap() {
        let (row, expected) = (row.unwrap(), rows.next().unwrap());
        assert_eq!(row.len(), expected.len(), "{name}");
        for ((head, field), csv) in row.get_column_iter().zip(&expected) {
            assert!(
                same(field, csv),
                "{name}, row {count}, {head}: {field:?} {csv}"
            );
        }
        count += 1;
    }
    assert!(count > 0 && rows.next().is_none(), "{name}: {count} rows");
}

#[test]
fn parquet_is_read_back_to_the_numbers_of_the_csv() {
    for name in EXAMPLES {
        compare(&assessed(&text(name)).run, name);
    }
}

#[test]
fn parquet_of_numbers_that_are_none() {
    let mut run = assessed(&text("tour")).run;
    let with = run.arm("with").unwrap();
    let column = run.arms[with].columns.iter_mut().find_map(Option::as_mut);
    let mut values = column.as_ref().unwrap().to_vec();
    values[0] = f64::NAN;
    values[1] = f64::INFINITY;
    values[2] = f64::NEG_INFINITY;
    values[3] = -0.0;
    *column.unwrap() = values.into();
    compare(&run, "no-numbers");
}

#[test]
fn parquet_of_one_run_has_the_same_bytes() {
    let (once, again) = (assessed(&text("tour")).run, assessed(&text("tour")).run);
    assert!(written(&once) == written(&again));
}

#[test]
fn parquet_that_cannot_be_written_says_why() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let error = draws::parquet::write(&assessed(&text("tour")).run, Full).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull, "{error}");
}
