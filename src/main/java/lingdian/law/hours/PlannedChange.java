package lingdian.law.hours;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A planned change of hours, applied to the layers of a café in its area. */
public sealed interface PlannedChange {
    /** Later than every stored entry. */
    long NEWEST = Long.MAX_VALUE;

    HoursLayers applied(HoursLayers before, Level level);

    /** A schedule. */
    record Granting(Weekly weekly, LocalDate from, @Nullable LocalDate to) implements PlannedChange {
        @Override
        public HoursLayers applied(HoursLayers before, Level level) {
            var granted = new Schedule(level, NEWEST, weekly, from, to);
            return new HoursLayers(
                    before.zone(),
                    Stream.concat(Stream.of(granted), before.schedules().stream())
                            .toList(),
                    before.orders());
        }
    }

    /** An order; {@code from} is its actual beginning. */
    record Ordering(boolean open, Instant from, Instant to) implements PlannedChange {
        @Override
        public HoursLayers applied(HoursLayers before, Level level) {
            var given = new HoursOrder(level, NEWEST, new UUID(0, 0), open, from, to);
            return orders(before, Stream.concat(Stream.of(given), before.orders().stream()));
        }
    }

    /** The end of an order, at {@code at}. */
    record DisconnectReason(UUID order, Instant at) implements PlannedChange {
        @Override
        public HoursLayers applied(HoursLayers before, Level level) {
            return orders(before, before.orders().stream().map(one -> one.id().equals(order) ? ended(one) : one));
        }

        private HoursOrder ended(HoursOrder one) {
            return new HoursOrder(one.level(), one.entered(), one.id(), one.open(), one.from(), at);
        }
    }

    private static HoursLayers orders(HoursLayers before, Stream<HoursOrder> orders) {
        List<HoursOrder> all = orders.toList();
        return new HoursLayers(before.zone(), before.schedules(), all);
    }
}
