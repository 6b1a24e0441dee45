package lingdian.testing;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.intake.batch.CommittedBatch;
import lingdian.intake.batch.IntakeListener;
import lingdian.law.judge.Change;

/** A listener that ignores every event. Tests override the methods that they need. */
public class SilentListener implements IntakeListener {
    @Override
    public void committed(CommittedBatch batch) {}

    @Override
    public void found(List<Change> announced) {}

    @Override
    public void commitFailed() {}

    @Override
    public void queueFull() {}

    @Override
    public void quotaExceeded(PlaceCode placeCode, Instant receivedAt, boolean first) {}

    @Override
    public void manyEvents(PlaceCode placeCode) {}

    @Override
    public void superseded(PlaceCode placeCode, UUID stream) {}
}
