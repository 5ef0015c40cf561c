// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeIndexing

/// The generations of an archive, and the way back.
///
/// ```swift
/// let history = ArchiveHistory(of: "news.lede")
/// for generation in try history.generations() { print(generation.number, generation.published, generation.articleCount) }
/// try history.rollBack()
/// ```
public struct ArchiveHistory: Sendable {
    /// A published state whose files are still there.
    public struct Entry: Sendable, Equatable {
        public let number: Int
        /// When it was published: ISO 8601, UTC.
        public let published: String
        public let articleCount: Int
        public let segmentCount: Int
        /// Bytes of its files; generations share most of them.
        public let bytes: Int
        /// Why its manifest cannot be read, if it cannot; the figures are 0 then.
        public let damage: String?
    }

    private let directory: ArchiveDirectory

    /// - Parameter path: a directory `NAME.lede`.
    public init(of path: String) {
        directory = ArchiveDirectory(path)
    }

    /// The generations there are, oldest first; the last one serves.
    public func generations() throws(LedeError) -> [Entry] {
        do throws(ArchiveError) {
            let numbers = try directory.generations()
            if numbers.isEmpty { throw .noArchive(path: directory.path) }
            return numbers.map(entry)
        } catch {
            throw LedeError(error)
        }
    }

    private func entry(_ number: UInt64) -> Entry {
        do throws(ArchiveError) {
            let manifest = try directory.manifest(number)
            let published = Date(timeIntervalSince1970: Double(manifest.published)).ISO8601Format()
            return Entry(
                number: Int(clamping: number), published: published, articleCount: manifest.documentCount,
                segmentCount: manifest.segments.count, bytes: manifest.files.reduce(0) { $0 + $1.length }, damage: nil)
        } catch {
            return Entry(
                number: Int(clamping: number), published: "", articleCount: 0, segmentCount: 0, bytes: 0,
                damage: error.description)
        }
    }

    /// What a rollback published.
    public struct Rollback: Sendable, Equatable {
        /// The generation that serves now, and the one whose content it has.
        public let number, content: Int
        /// The generations whose manifests could not be read: take-downs that only they know of are not in force.
        public let unread: ClosedRange<Int>?
    }

    /// Publishes the content of an older generation as the next one. Nothing is lost by it: the way back leads forward again.
    /// What is taken down stays so, as far as the newest manifest that can be read tells.
    ///
    /// - Parameter generation: nil for the one before the last.
    @discardableResult
    public func rollBack(to generation: Int? = nil) throws(LedeError) -> Rollback {
        do throws(ArchiveError) {
            let numbers = try directory.generations()
            if numbers.isEmpty { throw .noArchive(path: directory.path) }
            guard let wanted = generation.map({ UInt64(clamping: $0) }) ?? numbers.dropLast().last else {
                throw .noGeneration(path: directory.path, generation: numbers[0] - 1)
            }
            let (next, settingsOf) = try ArchiveWriter.rollBack(directory, to: wanted, now: Clock.unixSeconds)
            let known = Int(clamping: settingsOf), newest = Int(clamping: numbers[numbers.count - 1])
            return Rollback(
                number: Int(clamping: next.number), content: Int(clamping: wanted),
                unread: known < newest ? known + 1...newest : nil)
        } catch {
            throw LedeError(error)
        }
    }

    /// Removes all but the newest generations, with the files that only they need.
    ///
    /// - Returns: the generations left.
    @discardableResult
    public func prune(keeping count: Int) throws(LedeError) -> [Int] {
        guard count > 0 else { throw LedeError(code: .usage, message: "At least one generation has to be kept.") }
        do throws(ArchiveError) {
            _ = try Generation.newest(in: directory)
            return try ArchiveWriter(directory).prune(keeping: count).map { Int(clamping: $0) }
        } catch {
            throw LedeError(error)
        }
    }

    /// Checks every byte of a generation.
    ///
    /// - Parameter generation: nil for all there are.
    public func verify(_ generation: Int? = nil) throws(LedeError) {
        do throws(ArchiveError) {
            var numbers = try directory.generations()
            if let generation { numbers = [UInt64(clamping: generation)] }
            if numbers.isEmpty { throw .noArchive(path: directory.path) }
            for number in numbers {
                guard try directory.generations().contains(number) else {
                    throw .noGeneration(path: directory.path, generation: number)
                }
                try Generation(try directory.manifest(number), in: directory).verify()
            }
        } catch {
            throw LedeError(error)
        }
    }
}
