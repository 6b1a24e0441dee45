package lingdian.platform.database;

/**
 * Which history of commits a database has. Each promotion of a standby begins a new timeline; what an old primary
 * commits after it is in no other.
 *
 * @param system of the whole cluster, from its creation on
 * @param timeline begins at 1
 */
public record DatabaseHistory(long system, int timeline) {
    /** Whether a primary of this history was replaced by one of the other. */
    boolean isBefore(DatabaseHistory other) {
        return system == other.system && timeline < other.timeline;
    }
}
