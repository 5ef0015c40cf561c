// SPDX-License-Identifier: Apache-2.0
package import LedeNightly

/// The nightly job, as a configuration file describes it.
package struct NightlyReindex: Sendable {
    private let job: Reindex

    /// - Throws: `usage` if the configuration cannot be read or makes no sense.
    package init(configuration file: String) throws(LedeError) {
        do throws(ConfigurationError) {
            job = Reindex(try ReindexConfiguration(file: file))
        } catch {
            throw LedeError(code: .usage, message: error.description)
        }
    }

    /// Runs the job once, and writes the reports that the configuration names.
    ///
    /// - Parameter rebuilds: whether the archive is built anew from its own articles first.
    ///
    /// - Throws: `locked` if another run holds the archive, and what `ArchiveIndexer.index` throws. A generation that the gate
    ///   refused is no error but an outcome.
    package func run(rebuilds: Bool = false) throws(LedeError) -> ReindexReport {
        do throws(Reindex.Failure) {
            return try job.run(now: Clock.unixSeconds, rebuilds: rebuilds)
        } catch {
            switch error {
            case .archive(let error): throw LedeError(error)
            case .configuration(let error): throw LedeError(code: .usage, message: error.description)
            }
        }
    }
}
