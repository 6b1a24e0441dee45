package lingdian.console.casework;

import java.util.UUID;

/**
 * What happened to one case of several.
 *
 * @param cafe the café's name; empty where the case cannot be seen any more
 * @param key of the text that says it
 */
record BulkResult(UUID id, boolean taken, String cafe, String summary, String key) {
    @Override
    public String toString() {
        return "BulkResult[" + id + ", " + key + "]"; // names do not belong in a log
    }
}
