package lingdian.console.casework;

import java.util.UUID;

/**
 * What happened to one case of several.
 *
 * @param cafe the café's name; empty where the case cannot be seen any more
 * @param deed the action
 * @param officers who deal with the case after it was assigned; empty after other actions, and where it was not taken
 * @param why it was not taken; empty where it was
 */
record BulkResult(UUID id, boolean taken, String cafe, String summary, String deed, String officers, String why) {
    @Override
    public String toString() {
        return "BulkResult[" + id + ", " + taken + "]"; // names do not belong in a log
    }
}
