// SPDX-License-Identifier: Apache-2.0

import LedeArticles
import Testing

@Suite("Publication dates")
struct PublicationDateTests {
    @Test(
        "are read as people and programs write them, no more exactly than they are given",
        arguments: [
            ("2019-03-04", "2019-03-04"),
            ("2019-03", "2019-03"),
            ("2019", "2019"),
            ("20190304", "2019-03-04"),
            ("201903", "2019-03"),
            ("2019/03/04", "2019-03-04"),
            ("2019-03-04T10:15", "2019-03-04T10:15Z"),
            ("2019-03-04T10:15:30Z", "2019-03-04T10:15:30Z"),
            ("2019-03-04T10:15:30.125Z", "2019-03-04T10:15:30Z"),
            ("2019-03-04 10:15:30", "2019-03-04T10:15:30Z"),
            ("2019-03-04T10:15:30+01:00", "2019-03-04T09:15:30Z"),
            ("2019-03-04T23:15:30-0500", "2019-03-05T04:15:30Z"),
            ("20190304T101530Z", "2019-03-04T10:15:30Z"),
            ("2019-03-04T10Z", "2019-03-04T10Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
            ("2019-03-04T24:00:00Z", "2019-03-05T00:00:00Z"),
            ("Mon, 04 Mar 2019 10:15:30 +0100", "2019-03-04T09:15:30Z"),
            ("Mon, 04 Mar 2019 10:15:30 GMT", "2019-03-04T10:15:30Z"),
            ("Mon, 4 Mar 2019 10:15 EST", "2019-03-04T15:15Z"),
            ("Mon, 04 Mar 2019 10:15:30 +0200 (CEST)", "2019-03-04T08:15:30Z"),
            ("Mon Mar 04 10:15:30 +0000 2019", "2019-03-04T10:15:30Z"),
            ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01Z"),
            ("26-Feb-87", "1987-02-26"),
            ("March 4, 1916", "1916-03-04"),
            ("4 March 1916", "1916-03-04"),
            ("4th of March 1916", "1916-03-04"),
            ("Sept. 9, 2001", "2001-09-09"),
            ("Friday, January 4, 2019", "2019-01-04"),
            ("March 2019", "2019-03"),
            ("March 4, 2019 at 3:05 p.m.", "2019-03-04T15:05Z"),
            ("March 4, 2019, 12:05 am", "2019-03-04T00:05Z"),
            ("March 4, 2019 3 pm", "2019-03-04T15Z"),
            ("4.3.2019", "2019-03-04"),
            ("31/12/2019", "2019-12-31"),
            ("12/31/2019", "2019-12-31"),
            ("1551657600", "2019-03-04T00:00:00Z"),
            ("1551657600000", "2019-03-04T00:00:00Z"),
            ("1551657600.25", "2019-03-04T00:00:00Z"),
            ("-1700000000", "1916-02-18T01:46:40Z"),
            // A zone that is unknown leaves the day.
            ("2019-03-04 10:15 IST", "2019-03-04"),
        ])
    func reading(written: String, meaning: String) throws {
        let date = try PublicationDate(parsing: written)
        #expect(date.description == meaning)
        #expect(try PublicationDate(parsing: date.description) == date)
    }

    @Test(
        "that do not exist or mean two days are refused with a reason",
        arguments: [
            "9999-99-99", "0001-01-01", "0001-01-01T00:00:00Z", "2019-02-29", "2019-13-01", "0000-00-00", "2019-03-04T25:00:00", "2019-03-04T10:61:00",
            "yesterday",
            "3/4/2019", "12", "", "-", "March", "March 4", "2019-3-4-5", "99999999", "2019-W10-1", "null",
            "\u{0663}", "1000000000000000000000", "March March 2019", "13:30 pm March 4, 2019",
        ])
    func refusal(written: String) {
        #expect(throws: InvalidDate.self) { try PublicationDate(parsing: written) }
    }

    @Test("9999-99-99 is named in the reason")
    func reason() {
        #expect(throws: InvalidDate(reason: "no such day: \"9999-99-99\"")) {
            try PublicationDate(parsing: "9999-99-99")
        }
    }

    @Test("numbers are the digits of a date or a count since 1970")
    func numbers() throws {
        #expect(try PublicationDate(number: 2019).description == "2019")
        #expect(try PublicationDate(number: 20_190_304).description == "2019-03-04")
        #expect(try PublicationDate(number: 1_551_657_600).description == "2019-03-04T00:00:00Z")
        #expect(try PublicationDate(number: 1_356_999_181_000).description == "2013-01-01T00:13:01Z")
        #expect(throws: InvalidDate.self) { try PublicationDate(number: 0) }
        #expect(throws: InvalidDate.self) { try PublicationDate(number: -5) }
    }

    @Test("cover all the instants they may mean")
    func intervals() throws {
        func seconds(_ text: String) throws -> Int { try PublicationDate(parsing: text).interval.count }
        #expect(try seconds("2019-03-04T10:15:30") == 1)
        #expect(try seconds("2019-03-04T10:15") == 60)
        #expect(try seconds("2019-03-04T10Z") == 3600)
        #expect(try seconds("2019-03-04") == 86_400)
        #expect(try seconds("2019-02") == 28 * 86_400)
        #expect(try seconds("2020-02") == 29 * 86_400)
        #expect(try seconds("2019-12") == 31 * 86_400)
        #expect(try seconds("2019") == 365 * 86_400)
        #expect(try seconds("1916") == 366 * 86_400)
        #expect(try seconds("1900") == 365 * 86_400)
        #expect(try PublicationDate(parsing: "1969-12").interval.upperBound == 0)
    }

    @Test("every day from 1583 to 2400 is written and read back")
    func everyDay() throws {
        var day = try PublicationDate(parsing: "1583-01-01")
        let end = try PublicationDate(parsing: "2400-01-01")
        var previous = ""
        var wrong: [String] = []
        while day.start < end.start {
            let text = day.description
            if text <= previous || (try? PublicationDate(parsing: text)) != day { wrong.append(text) }
            previous = text
            day.start += 86_400
        }
        #expect(wrong == [])
    }
}
