//! Counts of groups, of which small ones are not shown, nor what would tell them by subtraction.

/// Counts of people: a row for each group, in columns by what happens to them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SuppressedCounts<const N: usize> {
    /// The rows that can be shown; None in the place of one that cannot.
    pub rows: Vec<Option<[u64; N]>>,
    /// The columns' totals over all rows, where they can be shown.
    pub total: Option<[u64; N]>,
    /// How many there are in all, where that can be shown.
    pub people: Option<u64>,
}

/// Leaves out what would tell of a group from one to `smallest` - 1 people, also to somebody who knows how it is done.
///
/// A row with such a group in it is left out as a whole, because others of its figures and its sum would tell. How many there are in
/// all tells the sum of the rows that are left out. So that it leaves open how it is made up, more rows are left out where need be, in
/// their order and not by their size, since that would tell again; where all of them do not do, nothing is told. The columns' totals
/// are shown beside every row or beside none, and beside none only where they are more than small groups together can be.
#[must_use]
pub fn shown<const N: usize>(rows: &[[u64; N]], smallest: u64) -> SuppressedCounts<N> {
    let is_small = |count: &u64| (1..smallest).contains(count);
    let sum = |row: &[u64; N]| row.iter().sum::<u64>();
    let most = smallest.saturating_sub(1).max(1);
    let mut hidden: Vec<bool> = rows.iter().map(|row| row.iter().any(is_small)).collect();
    let leaves_open = loop {
        let of_hidden = rows.iter().zip(&hidden).filter(|(_, hidden)| **hidden);
        let (count, people) = of_hidden.fold((0, 0), |(count, people), (row, _)| {
            (count + 1, people + sum(row))
        });
        // Several small groups can be told where each is as small, or as large, as one can be.
        let is_open = people > count && (people > count * most || people % most > 0);
        if count == 0 || people >= smallest && (count == 1 || is_open) {
            break true;
        }
        let mut others = rows.iter().zip(&mut hidden);
        let Some((_, hidden)) = others.find(|(row, hidden)| !**hidden && sum(row) > 0) else {
            break false;
        };
        *hidden = true;
    };
    let mut total = [0; N];
    for row in rows {
        let columns = total.iter_mut().zip(row);
        columns.for_each(|(total, count)| *total += count);
    }
    let count = hidden.iter().filter(|hidden| **hidden).count();
    let with_people = rows.iter().filter(|row| sum(row) > 0).count();
    let count_of = u64::try_from(count).unwrap_or(u64::MAX);
    let large = (count_of.saturating_mul(most)).max(most);
    let are_large = total.iter().all(|total| *total == 0 || *total > large);
    let with_total = count == 0 || count > 1 && count == with_people && are_large;
    SuppressedCounts {
        rows: (rows.iter().zip(&hidden))
            .map(|(row, hidden)| (leaves_open && !hidden).then_some(*row))
            .collect(),
        people: leaves_open.then(|| sum(&total)),
        total: (leaves_open && with_total).then_some(total),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{SuppressedCounts, shown};

    /// Every table of that many people at most, whose cells are zero where `open` does not say otherwise.
    fn tables<const N: usize>(open: &[[bool; N]], most: u64) -> Vec<Vec<[u64; N]>> {
        let mut tables = vec![(vec![[0; N]; open.len()], 0)];
        for (row, cells) in open.iter().enumerate() {
            for column in (0..N).filter(|column| cells[*column]) {
                let with = |(table, people): &(Vec<[u64; N]>, u64)| {
                    let counts = 0..=most - people;
                    let with = counts.map(|count| {
                        let mut table = table.clone();
                        table[row][column] = count;
                        (table, people + count)
                    });
                    with.collect::<Vec<_>>()
                };
                tables = tables.iter().flat_map(with).collect();
            }
        }
        tables.into_iter().map(|(table, _)| table).collect()
    }

    /// Somebody who knows how it is done, how large small groups are, and which cells are always zero, takes every table that leads to
    /// what is shown. No small group may be the same in all of them.
    fn try_all<const N: usize>(open: &[[bool; N]], smallest: u64, most: u64) {
        let mut by_shown: HashMap<SuppressedCounts<N>, Vec<Vec<[u64; N]>>> = HashMap::new();
        for table in tables(open, most) {
            let shown = shown(&table, smallest);
            by_shown.entry(shown).or_default().push(table);
        }
        let groups = |table: &[[u64; N]]| {
            let mut groups: Vec<u64> = table.iter().flatten().copied().collect();
            groups.extend(table.iter().map(|row| row.iter().sum::<u64>()));
            groups.extend((0..N).map(|column| table.iter().map(|row| row[column]).sum::<u64>()));
            groups.push(table.iter().flatten().sum());
            groups
        };
        for (shown, tables) in &by_shown {
            let first = groups(&tables[0]);
            for (at, count) in first.iter().enumerate() {
                if (1..smallest).contains(count) {
                    let mut others = tables.iter();
                    assert!(
                        others.any(|other| groups(other)[at] != *count),
                        "{count} in {:?} of {shown:?}",
                        tables[0]
                    );
                }
            }
        }
    }

    #[test]
    fn no_small_group_can_be_told_from_what_is_shown() {
        try_all(&[[true; 2]; 2], 3, 16);
        try_all(&[[true; 2]; 3], 3, 13);
        try_all(&[[true; 2]; 2], 5, 22);
        try_all(&[[true; 3]; 2], 4, 14);
        // Where a draft moves nobody, there is but one column.
        try_all(&[[true; 1]; 4], 3, 16);
        try_all(&[[true; 1]; 3], 5, 26);
        try_all(&[[true; 2]; 4], 3, 9);
        // Nobody goes down from the lowest level, nor up from the highest.
        try_all(
            &[[true, false, true], [true; 3], [false, true, true]],
            3,
            12,
        );
        try_all(&[[true, false, true], [false, true, true]], 5, 20);
        try_all(&[[true, false, true], [false, true, true]], 3, 20);
    }

    #[test]
    fn what_is_no_small_group_is_shown() {
        let rows = [[5, 0, 40], [0, 0, 0], [0, 7, 9]];
        let all = SuppressedCounts {
            rows: rows.map(Some).to_vec(),
            total: Some([5, 7, 49]),
            people: Some(61),
        };
        assert_eq!(shown(&rows, 5), all);
        let none = shown(&[[0; 3]; 4], 5);
        assert_eq!((none.people, none.total), (Some(0), Some([0; 3])));
    }

    #[test]
    fn a_small_group_takes_its_row_and_what_would_tell_it_along() {
        for (rows, wanted, total, people) in [
            // Its column's total would tell it.
            (
                vec![[1, 30], [0, 20], [0, 50]],
                [false, true, true],
                false,
                Some(101),
            ),
            // The row as a whole is small.
            (
                vec![[2, 1], [0, 20], [0, 50]],
                [false, false, true],
                false,
                Some(73),
            ),
            // Nobody can say how the totals are made up.
            (
                vec![[4, 30], [4, 20], [9, 1]],
                [false, false, false],
                true,
                Some(68),
            ),
            (
                vec![[2, 1], [0, 1], [0, 0]],
                [false, false, false],
                false,
                None,
            ),
        ] {
            let found = shown(&rows, 5);
            let rows: Vec<bool> = found.rows.iter().map(Option::is_some).collect();
            assert_eq!(
                (&rows[..], found.total.is_some(), found.people),
                (&wanted[..], total, people)
            );
        }
    }
}
