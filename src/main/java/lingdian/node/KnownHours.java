package lingdian.node;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import lingdian.domain.PlaceCode;
import lingdian.intake.batch.IntakeNode;
import lingdian.intake.socket.PermittedHours;
import lingdian.law.hours.Hours;
import lingdian.law.hours.Interval;
import org.jspecify.annotations.Nullable;

/** Gives the agents' endpoints, which know no schedules, the hours that the intake knows. */
record KnownHours(IntakeNode intake) {
    @Nullable
    PermittedHours of(PlaceCode placeCode) {
        Hours hours = intake.hours(placeCode);
        return hours == null ? null : new View(hours);
    }

    private record View(Hours hours) implements PermittedHours {
        @Override
        public Object layers() {
            return hours.layers();
        }

        @Override
        public ZoneId zone() {
            return hours.zone();
        }

        @Override
        public List<Interval> permitted(Instant from, Instant to) {
            return hours.permitted(from, to);
        }

        @Override
        public @Nullable Instant closesAt(Instant at, Duration within) {
            return hours.closesAt(at, within);
        }
    }
}
