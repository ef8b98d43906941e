//! The draws as Parquet: the rows and columns of the CSV, with types.
//!
//! A row group is an arm, so that a column of the run is written as it lies there. Written with the
//! column writer alone: Arrow would add a second description of the same columns.

use std::io::{self, Write};
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::types::{ColumnPath, Type};
use pourparler_engine::result::{Input, Run};

use super::{arms, inputs, number};
use crate::sensitivity::label;

/// Writes the draws as Parquet, compressed with Snappy, one row group per arm.
///
/// Columns are those of [`super::write`]: `arm` a string, `scramble` and `point` whole numbers,
/// inputs and outcomes doubles, choices the string of their label. Null where the CSV is empty.
///
/// # Errors
///
/// What writing fails with.
pub fn write(run: &Run, out: impl Write + Send) -> io::Result<()> {
    written(run, out).map_err(|error| match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause),
        },
        error => io::Error::other(error),
    })
}

fn written(run: &Run, out: impl Write + Send) -> Result<()> {
    let inputs = inputs(run);
    let mut columns = vec![
        text("arm")?,
        column("scramble", Physical::INT64, None, Repetition::REQUIRED)?,
        column("point", Physical::INT64, None, Repetition::REQUIRED)?,
    ];
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk);
    for (input, _) in &inputs {
        if input.labels.is_empty() {
            columns.push(double(&input.path)?);
            // Hardly one value twice: a dictionary would hold them all and their places besides.
            let path = ColumnPath::new(vec![input.path.clone()]);
            properties = properties.set_column_dictionary_enabled(path, false);
        } else {
            columns.push(text(&input.path)?);
        }
    }
    for output in &run.outputs {
        columns.push(double(&output.name)?);
    }
    let schema = Type::group_type_builder("draws")
        .with_fields(columns.into_iter().map(Arc::new).collect())
        .build()?;
    let mut file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties.build()))?;
    let points = run.settings.points.max(1);
    let places = |place: fn(usize, usize) -> usize| -> Vec<i64> {
        let settings = 0..run.len();
        settings.map(|at| place(at, points) as i64).collect()
    };
    let scrambles = places(|setting, points| setting / points);
    let within = places(|setting, points| setting % points);
    for (arm, of) in arms(run) {
        let mut group = file.next_row_group()?;
        texts(&mut group, &vec![of.id.as_str().into(); run.len()])?;
        for numbers in [&scrambles, &within] {
            let mut column = next(&mut group)?;
            let typed = column.typed::<Int64Type>();
            typed.write_batch(numbers, None, None)?;
            column.close()?;
        }
        for (input, values) in &inputs {
            if input.labels.is_empty() {
                doubles(&mut group, Some(values), run.len())?;
            } else {
                let labels: Vec<ByteArray> = values.iter().map(|x| labelled(input, *x)).collect();
                texts(&mut group, &labels)?;
            }
        }
        for output in 0..run.outputs.len() {
            doubles(&mut group, run.column(arm, output), run.len())?;
        }
        group.close()?;
    }
    file.close()?;
    Ok(())
}

fn column(
    name: &str,
    physical: Physical,
    logical: Option<LogicalType>,
    repetition: Repetition,
) -> Result<Type> {
    Type::primitive_type_builder(name, physical)
        .with_logical_type(logical)
        .with_repetition(repetition)
        .build()
}

fn text(name: &str) -> Result<Type> {
    let logical = Some(LogicalType::String);
    column(name, Physical::BYTE_ARRAY, logical, Repetition::REQUIRED)
}

fn double(name: &str) -> Result<Type> {
    column(name, Physical::DOUBLE, None, Repetition::OPTIONAL)
}

/// The next column of the row group; there are as many as the schema has.
fn next<'a, W: Write + Send>(
    group: &'a mut SerializedRowGroupWriter<'_, W>,
) -> Result<::parquet::file::writer::SerializedColumnWriter<'a>> {
    let column = group.next_column()?;
    column.ok_or_else(|| ParquetError::General("more columns than the schema has".to_owned()))
}

fn texts<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[ByteArray],
) -> Result<()> {
    let mut column = next(group)?;
    let typed = column.typed::<ByteArrayType>();
    typed.write_batch(values, None, None)?;
    column.close()
}

/// A column of numbers, null where there is none.
fn doubles<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: Option<&[f64]>,
    rows: usize,
) -> Result<()> {
    let values = values.unwrap_or_default();
    let there: Vec<f64> = values.iter().copied().filter(|x| !x.is_nan()).collect();
    let levels: Vec<i16> = match values.is_empty() {
        true => vec![0; rows],
        false => values.iter().map(|x| i16::from(!x.is_nan())).collect(),
    };
    let mut column = next(group)?;
    let typed = column.typed::<DoubleType>();
    typed.write_batch(&there, Some(&levels), None)?;
    column.close()
}

/// The label of a choice, as the CSV has it.
fn labelled(input: &Input, value: f64) -> ByteArray {
    match label(input, value) {
        Some(label) => label.into(),
        None => number(value).as_str().into(),
    }
}
