// SPDX-License-Identifier: Apache-2.0

extension ArchiveWriter {
    /// What a removal of articles did.
    package struct RemovalReport: Sendable, Equatable {
        package var removed = 0
        /// Ids that the archive does not have, in the order given.
        package var unknown: [String] = []
        /// The generation that is current now.
        package var generation: UInt64 = 0
        /// Live articles in it.
        package var documentCount = 0
    }

    /// Removes articles by ArticleID and publishes the archive without them. Nothing is published if none is there.
    ///
    /// - Parameter now: Unix seconds, for display.
    package func remove(_ ids: [String], now: Int64) throws(ArchiveError) -> RemovalReport {
        var report = RemovalReport()
        do throws(ArchiveError) {
            var places: Set<DocumentPlace> = []
            for id in ids {
                guard let place = try current.place(ofID: id) else {
                    report.unknown.append(id)
                    continue
                }
                places.insert(place)
            }
            var draft = GenerationDraft(self)
            try draft.remove(Array(places), firstMember: 0)
            try draft.tidy()
            _ = try draft.publish(now: now)
            report.removed = places.count
        } catch {
            abandon()
            throw error
        }
        report.generation = current.number
        report.documentCount = current.documentCount
        return report
    }
}
