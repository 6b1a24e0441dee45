package lingdian;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import lingdian.agent.PermittedHours;
import lingdian.hours.Hours;
import lingdian.hours.Interval;
import lingdian.intake.IntakeNode;
import org.jspecify.annotations.Nullable;

/** Shows the hours that the intake knows to the agents' endpoints, which know nothing of schedules. */
record KnownHours(IntakeNode intake) {
    @Nullable
    PermittedHours of(String placeCode) {
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
