package lingdian.record.backtest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import lingdian.domain.Measures;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.figures.NightlyFigures;
import lingdian.law.judge.Rulebook;
import lingdian.law.judge.Rules;
import org.jspecify.annotations.Nullable;

/** A history of a city with seeded sessions, in whole minutes, so that an oracle can count minute by minute. */
final class MadeUpHistory {
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final LocalDate FIRST_DAY = LocalDate.of(2026, 6, 1);
    private static final String REGION = "360481";
    private static final long A_MINUTE = 60_000_000;

    /** A session, in minutes since the first midnight. */
    record Sitting(String session, int seat, int person, int from, int to) {}

    /** A café's sessions, ordered by their beginning. */
    record Cafe(String placeCode, List<Sitting> sittings) {}

    private record Step(int minute, boolean login, Sitting of) {}

    private MadeUpHistory() {}

    static Cafe cafe(Random random, int number, int days, int seats, int aDay, int persons) {
        var sittings = new ArrayList<Sitting>();
        int[] freeFrom = new int[seats];
        for (int count = 0; count < days * aDay; count++) {
            int begins = (int) ((long) count * 24 * 60 / aDay) + random.nextInt(60);
            int seat = random.nextInt(seats);
            int from = Math.max(begins, freeFrom[seat]);
            int to = from + 1 + random.nextInt(300);
            freeFrom[seat] = to + random.nextInt(3);
            sittings.add(new Sitting("s" + count, seat, random.nextInt(persons), from, to));
        }
        return new Cafe(String.format("36048110%06d", number), sittings);
    }

    static Instant instant(int minute) {
        return Micros.instant(micros(minute));
    }

    /** @param stored the café's stored findings */
    static void write(HistoryWriter out, Cafe cafe, int heartbeatMinutes, List<String> stored) throws IOException {
        out.cafe(recorded(cafe));
        long seq = 0;
        int beat = heartbeatMinutes == 0 ? Integer.MAX_VALUE : heartbeatMinutes;
        var seated = new TreeSet<String>();
        for (Step step : steps(cafe)) {
            for (; beat <= step.minute(); beat += heartbeatMinutes) {
                out.event(heartbeat(++seq, beat, List.copyOf(seated)));
            }
            Sitting sitting = step.of();
            if (step.login()) {
                seated.add(terminal(sitting));
            } else {
                seated.remove(terminal(sitting));
            }
            out.event(step.login() ? login(++seq, sitting) : logout(++seq, sitting));
        }
        for (String snapshot : stored) {
            out.stored(snapshot);
        }
        out.cafeEnds();
    }

    static List<Rulebook.Release> released(Rules rules) {
        return List.of(new Rulebook.Release(Instant.EPOCH, rules));
    }

    static Path file(Path file, List<Cafe> cafes, Rules rules) throws IOException {
        try (var out = new HistoryWriter(
                new BufferedOutputStream(Files.newOutputStream(file)), released(rules), ReceptionTimes.NONE)) {
            for (Cafe cafe : cafes) {
                write(out, cafe, 0, List.of());
            }
        }
        return file;
    }

    static RecordedCafe recorded(Cafe cafe) {
        return new RecordedCafe(
                new PlaceCode(cafe.placeCode()),
                List.of(new RecordedCafe.Era(
                        null,
                        new RegionCode(REGION),
                        ZONE,
                        Set.of(),
                        null,
                        NightlyFigures.UNKNOWN,
                        null,
                        Measures.MANAGEMENT,
                        List.of(),
                        List.of())),
                List.of(),
                Attendance.NONE,
                Map.of(1, UUID.nameUUIDFromBytes(cafe.placeCode().getBytes(StandardCharsets.UTF_8))));
    }

    /** The events of a café in order; at the same minute logouts come first, as in {@code replay}. */
    private static List<Step> steps(Cafe cafe) {
        var steps = new ArrayList<Step>();
        for (Sitting sitting : cafe.sittings()) {
            steps.add(new Step(sitting.from(), true, sitting));
            steps.add(new Step(sitting.to(), false, sitting));
        }
        steps.sort(Comparator.comparingInt(Step::minute).thenComparing(Step::login));
        return steps;
    }

    private static HistoryWriter.EventLine login(long seq, Sitting sitting) {
        UUID person = new UUID(1, sitting.person());
        return written(
                seq, "login", sitting.from(), sitting.session(), terminal(sitting), person, "chip", null, List.of());
    }

    private static HistoryWriter.EventLine logout(long seq, Sitting sitting) {
        return written(seq, "logout", sitting.to(), sitting.session(), null, null, null, "patron", List.of());
    }

    private static HistoryWriter.EventLine heartbeat(long seq, int minute, List<String> inUse) {
        return written(seq, "heartbeat", minute, null, null, null, null, null, inUse);
    }

    private static HistoryWriter.EventLine written(
            long seq,
            String type,
            int minute,
            @Nullable String session,
            @Nullable String terminal,
            @Nullable UUID person,
            @Nullable String read,
            @Nullable String reason,
            List<String> inUse) {
        long at = micros(minute);
        return new HistoryWriter.EventLine(
                1,
                seq,
                type,
                new HistoryWriter.Times(at, at, null),
                session,
                new HistoryWriter.LoginLine(terminal, person, read, null, true),
                reason,
                new HistoryWriter.HeartbeatLine(inUse, null, null),
                new HistoryWriter.Answer(List.of(), false, null));
    }

    private static String terminal(Sitting sitting) {
        return String.format("A%03d", sitting.seat());
    }

    private static long micros(int minute) {
        return Micros.of(FIRST_DAY.atStartOfDay(ZONE).toInstant()) + minute * A_MINUTE;
    }
}
