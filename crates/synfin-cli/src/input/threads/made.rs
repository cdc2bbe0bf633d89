//! What threads make of connections, put back into one order.

/// What a thread made of connections, in order.
#[derive(Debug)]
pub(super) struct Made<T> {
    pub(super) rows: Vec<Row<T>>,
    /// The texts of all rows.
    pub(super) text: Vec<u8>,
}

/// What was made of one connection.
#[derive(Debug)]
pub(super) struct Row<T> {
    /// The packet at which it was over for good, and its number.
    pub(super) place: (u64, u64),
    pub(super) value: T,
    /// Where its text ends; it begins where the one before ends.
    pub(super) end: usize,
}

impl<T> Default for Made<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            text: Vec::new(),
        }
    }
}

impl<T> Made<T> {
    /// Makes room for texts of so many octets in all, and somewhat more.
    pub(super) fn make_room(&mut self, text: usize) {
        let room = text + text / 8;
        self.text.reserve(room.saturating_sub(self.text.len()));
    }
}

/// Gives rows out one by one.
pub(super) struct Rows<T> {
    rows: std::iter::Peekable<std::vec::IntoIter<Row<T>>>,
    text: Vec<u8>,
    taken: usize,
}

impl<T> Rows<T> {
    /// The place of the next row.
    pub(super) fn place(&mut self) -> Option<(u64, u64)> {
        self.rows.peek().map(|row| row.place)
    }

    /// Gives the next row to `take`.
    pub(super) fn give<R>(&mut self, take: impl FnOnce(T, &[u8]) -> R) -> Option<R> {
        let row = self.rows.next()?;
        let text = self.text.get(self.taken..row.end).unwrap_or_default();
        self.taken = row.end;
        Some(take(row.value, text))
    }
}

impl<T> From<Made<T>> for Rows<T> {
    fn from(made: Made<T>) -> Self {
        Self {
            rows: made.rows.into_iter().peekable(),
            text: made.text,
            taken: 0,
        }
    }
}

/// Gives all rows to `take` in the order of their places. Where a shard's rows have run out
/// `refill` gets more of them, or says that there are no more.
pub(super) fn merge<T, E>(
    shards: Vec<Rows<T>>,
    mut refill: impl FnMut(usize) -> Option<Rows<T>>,
    mut take: impl FnMut(T, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let mut shards: Vec<Option<Rows<T>>> = shards.into_iter().map(Some).collect();
    loop {
        let mut first: Option<((u64, u64), &mut Rows<T>)> = None;
        for (shard, rows) in shards.iter_mut().enumerate() {
            while rows.as_mut().is_some_and(|rows| rows.place().is_none()) {
                *rows = refill(shard);
            }
            let Some(rows) = rows else {
                continue;
            };
            if let Some(place) = rows.place()
                && first.as_ref().is_none_or(|(least, _)| place < *least)
            {
                first = Some((place, rows));
            }
        }
        let Some((_, rows)) = first else {
            return Ok(());
        };
        rows.give(&mut take).transpose()?;
    }
}

#[cfg(test)]
mod tests {
    use super::{Made, Row, Rows, merge};

    fn rows(places: &[u64]) -> Rows<u64> {
        let mut made = Made::default();
        for place in places {
            made.text.extend_from_slice(place.to_string().as_bytes());
            made.rows.push(Row {
                place: (*place, 1),
                value: *place,
                end: made.text.len(),
            });
        }
        made.into()
    }

    #[test]
    fn rows_come_in_order_with_their_texts() {
        let mut more = vec![rows(&[]), rows(&[7, 20])];
        let mut merged = Vec::new();
        let taken = merge(
            vec![rows(&[3, 4, 11]), rows(&[1, 5])],
            |shard| (shard == 1).then(|| more.pop()).flatten(),
            |value, text| {
                merged.push(value);
                (text == value.to_string().as_bytes())
                    .then_some(())
                    .ok_or(value)
            },
        );
        assert_eq!((taken, merged), (Ok(()), vec![1, 3, 4, 5, 7, 11, 20]));
    }
}
