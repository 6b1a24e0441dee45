package lingdian.intake.batch;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.domain.PlaceCode;
import lingdian.intake.verifier.Confirmer;
import lingdian.law.judge.CafeState;
import lingdian.platform.database.CommitPool;
import lingdian.record.journal.CafeStateStore;

/**
 * The committed states of cafés, for the inboxes. A batch reads again, under its lock, those that another node changed.
 */
final class CommittedStates {
    private final CommitPool pool;
    private final Confirmer confirmer;
    private final CafeStateStore cafes = new CafeStateStore();

    /** @param confirmer learns the cafés' regions before their first events */
    CommittedStates(CommitPool pool, Confirmer confirmer) {
        this.pool = pool;
        this.confirmer = confirmer;
    }

    /** The versions of those that have a state. */
    Future<Map<PlaceCode, Long>> versions(Set<PlaceCode> placeCodes) {
        return cafes.versions(pool, placeCodes);
    }

    Future<Map<PlaceCode, CafeState>> read(List<PlaceCode> placeCodes) {
        return confirmer.learn(pool, placeCodes).compose(known -> cafes.states(pool, placeCodes));
    }
}
