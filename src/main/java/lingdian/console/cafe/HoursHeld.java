package lingdian.console.cafe;

import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import lingdian.console.frame.Words;
import lingdian.office.cafe.CafeDetail;
import lingdian.office.hours.GrantedHours;
import lingdian.platform.text.PageTimes;
import org.jspecify.annotations.Nullable;

/**
 * When a café may really be open within the next two days: its hours without the times in which its licence is suspended or
 * over, or it is closed.
 *
 * @param open in words
 * @param held what keeps it from its hours, or orders other ones, the earliest first
 * @param document that grants the hours of today; empty: the statutory ones
 */
record HoursHeld(List<String> open, List<Held> held, String document) {
    private static final Duration AHEAD = Duration.ofHours(48);

    HoursHeld {
        open = List.copyOf(open);
        held = List.copyOf(held);
    }

    /**
     * @param kind of an order {@code open} or {@code closed}, of a closure {@code temporary} or {@code permanent}, {@code
     *     suspended}, or {@code expired}
     * @param to null: until it is ended
     * @param document its number, or that of the licence
     */
    record Held(String kind, OffsetDateTime from, @Nullable OffsetDateTime to, String document) {
        static Held of(GrantedHours.Order one, String kind) {
            return new Held(one.kind().isEmpty() ? kind : one.kind(), one.from(), one.to(), one.document());
        }

        /** Whether it takes its time from the hours. An order is part of them already. */
        boolean isTaken() {
            return !kind.equals("open") && !kind.equals("closed");
        }

        Stream<CafeDetail.Opening> leaves(CafeDetail.Opening one) {
            boolean apart = !from.isBefore(one.closes()) || to != null && !to.isAfter(one.opens());
            return apart
                    ? Stream.of(one)
                    : Stream.of(
                                    new CafeDetail.Opening(one.opens(), from),
                                    new CafeDetail.Opening(to == null ? one.closes() : to, one.closes()))
                            .filter(left -> left.opens().isBefore(left.closes()));
        }
    }

    static HoursHeld of(CafeDetail cafe, GrantedHours granted, Words words, PageTimes times) {
        OffsetDateTime now = times.now().atZone(cafe.timeZone()).toOffsetDateTime();
        var held = new ArrayList<Held>();
        granted.suspensions().forEach(one -> held.add(Held.of(one, "suspended")));
        granted.closures().forEach(one -> held.add(Held.of(one, "temporary")));
        granted.orders().forEach(one -> held.add(Held.of(one, "closed")));
        if (!cafe.licence().validUntil().isEmpty()) {
            held.add(new Held(
                    "expired",
                    LocalDate.parse(cafe.licence().validUntil())
                            .plusDays(1)
                            .atStartOfDay(cafe.timeZone())
                            .toOffsetDateTime(),
                    null,
                    cafe.licence().number()));
        }
        List<Held> soon = held.stream()
                .filter(one -> one.to() == null || one.to().isAfter(now))
                .filter(one -> one.from().isBefore(now.plus(AHEAD)))
                .sorted(Comparator.comparing(Held::from))
                .toList();
        List<CafeDetail.Opening> open = cafe.hours();
        for (Held one : soon) {
            open = one.isTaken() ? open.stream().flatMap(one::leaves).toList() : open;
        }
        return new HoursHeld(
                open.stream().map(one -> CafeView.interval(one, words, times)).toList(),
                soon,
                document(granted, now.toLocalDate()));
    }

    /** The nearest area counts, and of its schedules the one entered last, which is the first. */
    private static String document(GrantedHours granted, LocalDate day) {
        return granted.schedules().stream()
                .filter(one -> one.covers(day))
                .max(Comparator.comparingInt(GrantedHours.Schedule::digits))
                .map(GrantedHours.Schedule::document)
                .orElse("");
    }
}
