// SPDX-License-Identifier: Apache-2.0
package import LedeArticles
package import LedePacking

/// Articles as they are stored.
extension Segment {
    /// Records in the store; each live document has one.
    package var recordCount: Int { cards.recordCount }

    func records(cards wantsCards: Bool) -> RecordReader { wantsCards ? cards : texts }

    /// The record number of a document.
    package func record(of document: UInt32) throws(Damage) -> Int { Int(try records.value(document)) }

    /// What a list of hits shows of a document.
    package func card(_ document: UInt32) throws(Damage) -> ArticleCard {
        let record = try records.value(document)
        return try cards.read(record) { (reader: inout ByteReader) throws(Damage) in
            try ArticleCard(reading: &reader)
        }
    }

    /// The whole article.
    package func article(_ document: UInt32) throws(Damage) -> Article { try article(record: try records.value(document)) }

    /// The article of a record, whether a document has it or not.
    package func article(record: UInt64) throws(Damage) -> Article {
        let card = try cards.read(record) { (reader: inout ByteReader) throws(Damage) in try ArticleCard(reading: &reader) }
        return try texts.read(record) { (reader: inout ByteReader) throws(Damage) in try Article(card: card, reading: &reader) }
    }

    /// Calls `body` with each of some documents and what lists show of it, in the order of the store.
    package func forEachCard(
        _ documents: [UInt32], _ body: (UInt32, ArticleCard) throws(Damage) -> Void
    ) throws(Damage) {
        let order = try storeOrder(documents)
        var next = 0
        try cards.forEach(order.map(\.record)) { (_, reader) throws(Damage) in
            try body(order[next].document, try ArticleCard(reading: &reader))
            next += 1
        }
    }

    /// Calls `body` with each of some documents and its article, in the order of the store.
    package func forEachArticle(
        _ documents: [UInt32], _ body: (UInt32, Article) throws(Damage) -> Void
    ) throws(Damage) {
        let order = try storeOrder(documents)
        let numbers = order.map(\.record)
        var cards: [ArticleCard] = []
        cards.reserveCapacity(order.count)
        try self.cards.forEach(numbers) { (_, reader) throws(Damage) in cards.append(try ArticleCard(reading: &reader)) }
        var next = 0
        try texts.forEach(numbers) { (_, reader) throws(Damage) in
            try body(order[next].document, try Article(card: cards[next], reading: &reader))
            next += 1
        }
    }

    private func storeOrder(_ documents: [UInt32]) throws(Damage) -> [(record: UInt32, document: UInt32)] {
        var order: [(record: UInt32, document: UInt32)] = []
        order.reserveCapacity(documents.count)
        for document in documents { order.append((UInt32(truncatingIfNeeded: try records.value(document)), document)) }
        return order.sorted { $0.record < $1.record }
    }
}
