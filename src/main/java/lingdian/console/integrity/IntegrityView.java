package lingdian.console.integrity;

import java.time.OffsetDateTime;
import java.util.List;
import lingdian.office.audit.CheckpointSummary;
import lingdian.office.audit.CosigningKeySummary;
import lingdian.office.audit.IncidentSummary;
import lingdian.office.audit.Incidents;
import org.jspecify.annotations.Nullable;

/**
 * Whether the stored record is whole.
 *
 * @param checkpoints newest first; none for a reader who may not see them
 * @param next the address of older checkpoints; null after the oldest
 * @param nextKeys the address of newer keys; null after the newest
 */
record IntegrityView(
        Incidents incidents,
        boolean sees,
        List<CheckpointSummary> checkpoints,
        List<CosigningKeySummary> keys,
        @Nullable String next,
        @Nullable String nextKeys) {
    IntegrityView {
        checkpoints = List.copyOf(checkpoints);
        keys = List.copyOf(keys);
    }

    List<IncidentSummary> found() {
        return incidents.page().items();
    }

    /** When the last verification ended, or began if it has not ended; null if there was none. */
    @Nullable
    OffsetDateTime verifiedAt() {
        Incidents.Verification last = incidents.verification();
        return last == null ? null : last.endedAt() == null ? last.beganAt() : last.endedAt();
    }

    /** The key of what the last verification says. */
    String stateKey() {
        Incidents.Verification last = incidents.verification();
        return last == null
                ? "integrity.never"
                : last.endedAt() == null
                        ? "integrity.goes-on"
                        : last.broken() == 0 ? "integrity.whole" : "integrity.broken";
    }
}
