// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeIndexing

/// Articles that may not be found: by court order, by request, by mistake.
///
/// A take-down removes the article at once and keeps it out of every later run, rebuild and rollback, until it is ended or
/// its time is over; then the next run that meets the article takes it in again.
public struct TakeDowns: Sendable {
    /// One take-down.
    public struct Entry: Sendable, Equatable {
        /// The id of an article, or a web address: all articles of that address are meant.
        public let target: String
        /// The day it began, and the day before which it holds.
        public let added: String
        public let until: String?
        public let reason: String
        public let isActive: Bool
    }

    private let directory: ArchiveDirectory

    /// - Parameter path: a directory `NAME.lede`.
    public init(of path: String) {
        directory = ArchiveDirectory(path)
    }

    /// All take-downs, also those whose time is over, oldest first.
    public func all() throws(LedeError) -> [Entry] {
        do throws(ArchiveError) {
            guard let manifest = try directory.newestManifest() else { throw .noArchive(path: directory.path) }
            let now = Clock.unixSeconds
            return manifest.suppressions.map { suppression in
                Entry(
                    target: suppression.target, added: Self.day(suppression.added), until: suppression.until.map(Self.day),
                    reason: suppression.reason, isActive: suppression.isActive(at: now))
            }
        } catch {
            throw LedeError(error)
        }
    }

    /// Takes an article down. The archive need not have it.
    ///
    /// - Parameter until: the first day on which it may be found again: `2027`, `2027-03` or `2027-03-04`; nil for never.
    /// - Returns: the articles that were removed.
    @discardableResult
    public func add(_ target: String, reason: String = "", until: String? = nil) throws(LedeError) -> Int {
        guard !target.isEmpty else { throw LedeError(code: .usage, message: "Name an id or a web address.") }
        var end: Int64?
        if let until {
            do throws(InvalidDate) {
                end = try PublicationDate(parsing: until).interval.lowerBound
            } catch {
                throw LedeError(code: .usage, message: "“\(until)” is not a date that can be read here (\(error.reason)). Write 2027-03-04.")
            }
        }
        do throws(ArchiveError) {
            _ = try Generation.newest(in: directory)
            let now = Clock.unixSeconds
            let suppression = Suppression(of: target, added: now, until: end, reason: reason)
            return try ArchiveWriter(directory).suppress(suppression, now: now)
        } catch {
            throw LedeError(error)
        }
    }

    /// Ends a take-down.
    ///
    /// - Returns: false if there is none of that id or address.
    @discardableResult
    public func remove(_ target: String) throws(LedeError) -> Bool {
        do throws(ArchiveError) {
            _ = try Generation.newest(in: directory)
            return try ArchiveWriter(directory).endSuppression(of: target, now: Clock.unixSeconds)
        } catch {
            throw LedeError(error)
        }
    }

    private static func day(_ seconds: Int64) -> String {
        PublicationDate(start: seconds, precision: .day, provenance: .given).description
    }
}
