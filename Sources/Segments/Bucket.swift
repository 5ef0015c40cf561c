// SPDX-License-Identifier: Apache-2.0

/// A run of documents of consecutive whole months inside a segment; documents without a month have one of their own.
///
/// Windows of scoring begin at a bucket's first document, and posting lists begin anew in each bucket, so a date range
/// touches only the buckets it overlaps.
package struct Bucket: Sendable, Equatable {
    /// DocIDs of the bucket.
    package var documents: Range<UInt32>
    /// First seconds of the earliest and the latest date; both `DocumentRow.undated` if no document has a date.
    package var earliest: Int64
    package var latest: Int64
    /// Whether the documents have months. False for the bucket of undated and year-dated documents.
    package var isDated: Bool
}

/// Where buckets end.
package struct BucketPolicy: Sendable, Equatable {
    /// A bucket ends with the month in which it reaches so many documents.
    package var minimum: Int
    /// A month with more documents than this is cut.
    package var maximum: Int

    package init(minimum: Int = 1_048_576, maximum: Int = 2_097_152) {
        precondition(minimum > 0 && maximum >= minimum)
        self.minimum = minimum
        self.maximum = maximum
    }

    /// Buckets over documents in final order: those without a month first, then by date.
    ///
    /// *Complexity*: O(n).
    package func buckets(of rows: [DocumentRow]) -> [Bucket] {
        var buckets: [Bucket] = []
        var start = 0
        var month = Int.min
        for (index, row) in rows.enumerated() {
            let size = index - start
            if size > 0 {
                let newKind = row.hasMonth != rows[start].hasMonth
                let newMonth = row.hasMonth && Self.month(of: row.date) != month
                if newKind || (newMonth && size >= minimum) || size >= maximum {
                    buckets.append(bucket(rows, start..<index))
                    start = index
                }
            }
            if row.hasMonth { month = Self.month(of: row.date) }
        }
        if start < rows.count { buckets.append(bucket(rows, start..<rows.count)) }
        return buckets
    }

    private func bucket(_ rows: [DocumentRow], _ range: Range<Int>) -> Bucket {
        let dates = rows[range].lazy.map(\.date)
        return Bucket(
            documents: UInt32(range.lowerBound)..<UInt32(range.upperBound), earliest: dates.min() ?? DocumentRow.undated,
            latest: dates.max() ?? DocumentRow.undated, isDated: rows[range.lowerBound].hasMonth)
    }

    /// Months since the year 0 (proleptic Gregorian, UTC) of a time in Unix seconds.
    package static func month(of seconds: Int64) -> Int {
        // Days to civil date, after Hinnant, "chrono-Compatible Low-Level Date Algorithms".
        let days = Int((Double(seconds) / 86_400).rounded(.down)) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 2 : shiftedMonth - 10
        return (yearOfEra + era * 400 + (month <= 1 ? 1 : 0)) * 12 + month
    }
}
