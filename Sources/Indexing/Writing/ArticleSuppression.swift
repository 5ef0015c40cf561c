// SPDX-License-Identifier: Apache-2.0

extension ArchiveWriter {
    /// Takes an article down, or changes reason and end of an earlier take-down, and publishes the archive without it.
    ///
    /// - Returns: the articles that were in the archive.
    package func suppress(_ suppression: Suppression, now: Int64) throws(ArchiveError) -> Int {
        var settings = current.manifest.settings
        settings.suppressions.removeAll { $0.target == suppression.target }
        settings.suppressions.append(suppression)
        do throws(ArchiveError) {
            let places = try SuppressionSet([suppression], at: now).places(in: current)
            var draft = GenerationDraft(self)
            try draft.remove(Array(places), firstMember: 0)
            _ = try draft.publish(settings: settings, now: now)
            return places.count
        } catch {
            abandon()
            throw error
        }
    }

    /// Ends a take-down: the next run that meets the article takes it in again.
    ///
    /// - Returns: false if there is none of that target.
    package func endSuppression(of target: String, now: Int64) throws(ArchiveError) -> Bool {
        var settings = current.manifest.settings
        let canonical = Suppression.canonical(target)
        settings.suppressions.removeAll { $0.target == canonical || $0.target == target }
        guard settings != current.manifest.settings else { return false }
        do throws(ArchiveError) {
            var draft = GenerationDraft(self)
            _ = try draft.publish(settings: settings, now: now)
            return true
        } catch {
            abandon()
            throw error
        }
    }
}
