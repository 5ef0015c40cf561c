// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedeArticles
package import LedeIndexing
import LedeQueries
import LedeRanking
import LedeSegments
import LedeStorage

/// An archive of news articles, open for searching.
///
/// ```swift
/// let archive = try Archive(opening: "news.lede")
/// let reply = try archive.search("\"interest rates\" -opinion")
/// for hit in reply.hits { print(hit.date ?? "undated", hit.title) }
/// ```
///
/// An open archive is one generation, for as long as it is held: what is indexed meanwhile is seen by opening again.
///
/// *Thread safety*: any number of threads may search at once.
public struct Archive: Sendable {
    /// The directory, as it was named.
    public let path: String
    package let state: Generation
    let stories: Stories

    /// Opens the newest published generation.
    ///
    /// - Parameter path: a directory `NAME.lede`.
    /// - Throws: `noArchive`, `newerFormat`, `corrupt` or `inputOutput`.
    public init(opening path: String) throws(LedeError) {
        self.path = path
        do throws(ArchiveError) {
            state = try Generation.newest(in: ArchiveDirectory(path))
            stories = Stories(state)
        } catch {
            throw LedeError(error)
        }
    }

    /// The number of the published state; each commit raises it.
    public var generation: Int { Int(clamping: state.number) }

    /// Articles that can be found.
    public var articleCount: Int { state.documentCount }

    /// Searches for the best articles.
    ///
    /// Every string is a query. AND is the default between words; quotes find exact forms; `docs/query-language.md` has
    /// the rest.
    ///
    /// - Throws: `usage` for a query that is too large, a cursor of another generation, or (with `isStrict`) the first
    ///   notice; `corrupt` if what the search read is damaged: there is never a partial answer.
    public func search(_ query: String, _ options: SearchOptions = SearchOptions()) throws(LedeError) -> SearchReply {
        var session = SearchSession(self)
        return try session.search(query, options)
    }

    /// The exact number of articles that match.
    public func count(_ query: String, _ options: SearchOptions = SearchOptions()) throws(LedeError) -> Int {
        var options = options
        options.limit = 0
        options.countsTotal = true
        return try search(query, options).total ?? 0
    }

    /// Whether there is an article of that id.
    package func hasArticle(id: String) throws(LedeError) -> Bool {
        do throws(ArchiveError) { return try state.place(ofID: id) != nil } catch { throw LedeError(error) }
    }

    /// The article of an id, or nil.
    public func article(id: String) throws(LedeError) -> StoredArticle? {
        let place: DocumentPlace?
        do throws(ArchiveError) { place = try state.place(ofID: id) } catch { throw LedeError(error) }
        guard let place else { return nil }
        do throws(Damage) {
            let segment = state.segments[place.segment].segment
            return StoredArticle(try segment.article(place.document), segment.stemming)
        } catch {
            throw LedeError(error)
        }
    }
}
