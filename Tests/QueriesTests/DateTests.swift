// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LedeQueries

@Suite("Dates and ranges")
struct DateTests {
    /// Unix seconds of midnight.
    func day(_ year: Int, _ month: Int, _ day: Int) throws -> Int64 {
        try #require(CivilDate(year: year, month: month, day: day)).unixSeconds
    }

    func interval(_ text: String) throws -> Range<Int64> {
        let query = try parse(text)
        guard query.nodes.count == 1, case .dates(let dates) = query.nodes[0] else {
            Issue.record("\(text) is not read as dates")
            return 0..<0
        }
        return dates.interval
    }

    @Test("A value means all of its year, month, day, minute or second")
    func values() throws {
        #expect(try interval("date:2019") == day(2019, 1, 1)..<day(2020, 1, 1))
        #expect(try interval("date:2019-03") == day(2019, 3, 1)..<day(2019, 4, 1))
        #expect(try interval("date:2019-12") == day(2019, 12, 1)..<day(2020, 1, 1))
        #expect(try interval("date:2019-03-04") == day(2019, 3, 4)..<day(2019, 3, 5))
        #expect(try interval("date:2019-3-4") == day(2019, 3, 4)..<day(2019, 3, 5))
        #expect(try interval("date:2019/03/04") == day(2019, 3, 4)..<day(2019, 3, 5))
        #expect(try interval("date:20190304") == day(2019, 3, 4)..<day(2019, 3, 5))
        #expect(try interval("date:2020-02-29") == day(2020, 2, 29)..<day(2020, 3, 1))
        let noon = try day(2019, 3, 4) + 43_200
        #expect(try interval("date:2019-03-04T12:00") == noon..<(noon + 60))
        #expect(try interval("date:2019-03-04T12:00:07Z") == (noon + 7)..<(noon + 8))
        #expect(try interval("date:\"2019-03-04\"") == day(2019, 3, 4)..<day(2019, 3, 5))
    }

    @Test("Ranges include both of their ends")
    func ranges() throws {
        #expect(try interval("date:2019..2020") == day(2019, 1, 1)..<day(2021, 1, 1))
        #expect(try interval("date:2019-03..2019-05-07") == day(2019, 3, 1)..<day(2019, 5, 8))
        #expect(try interval("date:2019..") == day(2019, 1, 1)..<DateQuery.latest)
        #expect(try interval("date:..2019") == DateQuery.earliest..<day(2020, 1, 1))
        #expect(try interval("date:[2019 TO 2020-06]") == day(2019, 1, 1)..<day(2020, 7, 1))
        #expect(try interval("date:{2019 TO 2021}") == day(2020, 1, 1)..<day(2021, 1, 1))
        #expect(try interval("date:[2019 TO *]") == day(2019, 1, 1)..<DateQuery.latest)
        #expect(try interval("date:>=2019-03") == day(2019, 3, 1)..<DateQuery.latest)
        #expect(try interval("date:>2019-03") == day(2019, 4, 1)..<DateQuery.latest)
        #expect(try interval("date:<=2019-03") == DateQuery.earliest..<day(2019, 4, 1))
        #expect(try interval("date:<2019-03") == DateQuery.earliest..<day(2019, 3, 1))
        #expect(try interval("after:2019-03-01") == day(2019, 3, 2)..<DateQuery.latest)
        #expect(try interval("before:2019-03-01") == DateQuery.earliest..<day(2019, 3, 1))
    }

    @Test("last-7d reaches from seven days ago to the end of today")
    func last() throws {
        let end = try day(2026, 3, 12)
        #expect(try interval("date:last-7d") == day(2026, 3, 4)..<end)
        #expect(try interval("date:last-2w") == day(2026, 2, 25)..<end)
        #expect(try interval("date:last-1m") == day(2026, 2, 11)..<end)
        #expect(try interval("date:last-1y") == day(2025, 3, 11)..<end)
        #expect(try interval("date:last-9999y").lowerBound < day(2, 1, 1))
        var parser = QueryParser(now: try day(2026, 3, 31))
        guard case .dates(let month) = try parser.parse("date:last-1m").nodes[0] else { return }
        #expect(try month.interval.lowerBound == day(2026, 2, 28))
    }

    @Test(
        "What is no date is text, with a notice",
        arguments: [
            "2019-13", "2019-02-29", "2019-03-32", "19", "9999-99-99", "0000", "last-7", "last-d", "last-7x", ">x",
            "[2019", "x..y",
            "2019-03-04T25:00", "2019-03-04T12", "{2019 TO 2019}", "123456789012345678901234567890", "2019-03-04x",
        ])
    func invalid(_ text: String) throws {
        let query = try parse("date:" + text)
        #expect(query.notices.first?.code == .badDate)
        #expect(!query.nodes.contains { if case .dates = $0 { true } else { false } })
    }

    @Test("Dates stand among other clauses")
    func clauses() throws {
        #expect(try reading("oil date:2019 gas") == "and([word oil] [dates 2019] [word gas])")
        #expect(try reading("oil -date:2019") == "and([word oil] not([dates 2019]))")
        #expect(
            try reading("oil date:[2019-01 TO 2019-03] gas") == "and([word oil] [dates 2019-01..2019-03] [word gas])")
        #expect(try reading("date:(2019 OR 2021-03)") == "or([dates 2019] [dates 2021-03])")
    }

    @Test("An interval of the command line is read in the same way")
    func intervals() throws {
        #expect(DateExpression.interval(of: "2019", now: now) == (try day(2019, 1, 1)..<day(2020, 1, 1)))
        #expect(DateExpression.interval(of: "tomorrow", now: now) == nil)
        #expect(DateExpression.interval(of: "", now: now) == nil)
    }

    @Test("Days are counted through every year from 1 to 9999")
    func calendar() throws {
        var expected = -719_162
        for year in 1...9999 {
            for month in 1...12 {
                let length = CivilDate.length(ofMonth: month, year: year)
                for number in [1, length] {
                    let date = try #require(CivilDate(year: year, month: month, day: number))
                    #expect(date.daysSince1970 == expected + number - 1)
                    #expect(CivilDate(unixSeconds: date.unixSeconds) == date)
                    #expect(CivilDate(unixSeconds: date.unixSeconds + 86_399) == date)
                }
                expected += length
            }
        }
        #expect(try day(1970, 1, 1) == 0)
        #expect(try day(2000, 3, 1) == 951_868_800)
    }

    @Test("Instants beyond the calendar are held at its ends")
    func extremes() throws {
        #expect(CivilDate(unixSeconds: .max) == CivilDate(year: 9999, month: 12, day: 31))
        #expect(CivilDate(unixSeconds: .min) == CivilDate(year: 1, month: 1, day: 1))
        for now in [Int64.min, .max] {
            var parser = QueryParser(now: now)
            #expect(try parser.parse("date:last-99999y").nodes.count == 1)
        }
    }
}
