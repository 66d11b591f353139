//! Dates for engines: a day as people write it, as ISO has it.

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `text` as `1999-05-03`; none where it names no day, or leaves open which number is the month.
pub(super) fn iso(text: &str) -> Option<String> {
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    if let [year, month, day, ..] = parts.as_slice()
        && year.len() == 4
    {
        // The time may stand behind the day.
        let day = day.split_once('T').map_or(*day, |(day, _)| day);
        return written(number(year)?, number(month)?, number(day)?);
    }
    let month = parts.iter().find_map(|part| month(part))?;
    let year = parts.iter().filter(|part| part.len() == 4).find_map(|part| number(part))?;
    let day = parts
        .iter()
        .filter(|part| part.len() <= 4)
        .find_map(|part| number(ordinal(part)).filter(|n| *n <= 31))?;
    written(year, month, day)
}

fn written(year: u32, month: u32, day: u32) -> Option<String> {
    let is_day = (1000..3000).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_day.then(|| format!("{year}-{month:02}-{day:02}"))
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok()
}

/// `3rd` as `3`.
fn ordinal(text: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text)
}

fn month(text: &str) -> Option<u32> {
    let start = text.get(..3)?.to_lowercase();
    let at = MONTHS.iter().position(|month| *month == start)?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn days_are_written_one_way() {
        let cases = [
            ("3 May 1999", "1999-05-03"),
            ("May 3rd, 1999", "1999-05-03"),
            ("Mon, 14 Oct 1996 21:07:33 GMT", "1996-10-14"),
            ("2024-03-02T10:00:00Z", "2024-03-02"),
            ("2018/12/01", "2018-12-01"),
        ];
        for (text, expected) in cases {
            assert_eq!(iso(text).as_deref(), Some(expected), "{text}");
        }
        assert!(["03/02/2020", "May 1999", "on true", ""].iter().all(|text| iso(text).is_none()));
    }
}
