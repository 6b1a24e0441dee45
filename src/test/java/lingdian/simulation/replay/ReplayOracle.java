package lingdian.simulation.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The findings that the service must have after a replay, computed from the rows alone by another method than the
 * service's: closed periods are scanned second by second, and persons' sessions are compared pair by pair (handbook,
 * rules.md#what-each-rule-finds; default hours).
 *
 * <p>It assumes the properties of a replay: every session is admitted, has a terminal of its own, ends with its own
 * logout, and has a heartbeat at every full hour. It handles whole seconds only.
 */
public final class ReplayOracle {
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    /** 00:00 to 08:00. */
    private static final int CLOSED_SECONDS = 8 * 3600;

    private static final int GRACE_SECONDS = 600;
    private static final int SHARED_SECONDS = 300;

    private ReplayOracle() {}

    /** One session, in seconds since the epoch. */
    public record Sitting(String placeCode, String person, String session, long from, long to) {}

    public record Overtime(
            String placeCode,
            Instant startedAt,
            Instant endedAt,
            long seconds,
            int sessions,
            int peak,
            String standing) {}

    public record Shared(String placeCode, String session, Instant startedAt, Instant endedAt, String standing) {}

    /** Both lists are sorted by place code, then time, then session. */
    public record Findings(List<Overtime> overtime, List<Shared> shared) {}

    /** The findings of a replay of {@code file} with the default birth date. */
    public static Findings of(Path file) {
        return of(sittings(file, LocalDate.of(1990, 1, 1)));
    }

    public static Findings of(List<Sitting> sittings) {
        return new Findings(overtime(sittings), shared(sittings));
    }

    /** The rows of the file that a replay plays, parsed independently. */
    static List<Sitting> sittings(Path file, LocalDate birthDate) {
        try {
            String run = ReplayPlan.run(ReplayFile.read(file).hash(), birthDate);
            List<String> lines = Files.readAllLines(file);
            List<String> header = List.of(lines.getFirst().split(","));
            return IntStream.range(1, lines.size())
                    .mapToObj(i -> sitting(header, lines.get(i).split(","), ReplayPlan.session(run, i + 1)))
                    .filter(sitting -> sitting.to() > sitting.from())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sitting sitting(List<String> header, String[] fields, String session) {
        return new Sitting(
                fields[header.indexOf("site_id")],
                fields[header.indexOf("person_id")].trim().toUpperCase(Locale.ROOT),
                session,
                second(fields[header.indexOf("online_at")]),
                second(fields[header.indexOf("offline_at")]));
    }

    private static long second(String time) {
        OffsetDateTime parsed = OffsetDateTime.parse(time);
        if (parsed.getNano() != 0) {
            throw new IllegalArgumentException("this oracle knows whole seconds only");
        }
        return parsed.toEpochSecond();
    }

    // --- OVERTIME_OPERATION

    private static List<Overtime> overtime(List<Sitting> sittings) {
        Map<String, List<Sitting>> cafes = sittings.stream().collect(Collectors.groupingBy(Sitting::placeCode));
        List<Overtime> found = new ArrayList<>();
        cafes.forEach((placeCode, own) -> {
            LocalDate first = day(own.stream().mapToLong(Sitting::from).min().orElseThrow());
            LocalDate last = day(own.stream().mapToLong(Sitting::to).max().orElseThrow());
            for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
                night(placeCode, own, day.atStartOfDay(ZONE).toEpochSecond(), found);
            }
        });
        found.sort(Comparator.comparing(Overtime::placeCode).thenComparing(Overtime::startedAt));
        return found;
    }

    /** The finding of the closed period that begins at {@code closes}, if there is one. */
    private static void night(String placeCode, List<Sitting> own, long closes, List<Overtime> found) {
        long opens = closes + CLOSED_SECONDS;
        long grace = closes + GRACE_SECONDS;
        // Began before the period and ended at its very first instant: not open within it.
        List<Sitting> within = own.stream()
                .filter(each -> each.from() < opens && each.to() > closes)
                .toList();
        // An open session counts as open up to and including the instant of its logout.
        if (within.stream().noneMatch(each -> each.to() >= grace)) {
            return;
        }
        int[] open = new int[CLOSED_SECONDS]; // open[i]: sessions open after all events of second closes + i
        boolean fact = false;
        for (Sitting each : within) {
            for (long t = Math.max(each.from(), closes); t < Math.min(each.to(), opens); t++) {
                open[(int) (t - closes)]++;
            }
            fact |= within(each.from(), grace, opens) || within(each.to(), grace, opens);
            for (long hour = closes + 3600; hour < opens; hour += 3600) {
                fact |= each.from() < hour && hour <= each.to(); // heartbeat, before that instant's logouts and logins
            }
        }
        int[] seconds =
                IntStream.range(0, CLOSED_SECONDS).filter(i -> open[i] > 0).toArray();
        found.add(new Overtime(
                placeCode,
                Instant.ofEpochSecond(closes + seconds[0]),
                Instant.ofEpochSecond(closes + seconds[seconds.length - 1] + 1),
                seconds.length,
                within.size(),
                IntStream.of(open).max().orElseThrow(),
                fact ? "fact" : "suspicion"));
    }

    private static boolean within(long t, long from, long to) {
        return t >= from && t < to;
    }

    private static LocalDate day(long second) {
        return Instant.ofEpochSecond(second).atZone(ZONE).toLocalDate();
    }

    // --- IDENTITY_SHARED

    private static List<Shared> shared(List<Sitting> sittings) {
        List<Shared> found = new ArrayList<>();
        for (List<Sitting> own : sittings.stream()
                .collect(Collectors.groupingBy(Sitting::person))
                .values()) {
            for (Sitting later : own) {
                List<Sitting> earlier =
                        own.stream().filter(each -> beganBefore(each, later)).toList();
                shared(later, earlier, found);
            }
        }
        found.sort(Comparator.comparing(Shared::placeCode)
                .thenComparing(Shared::startedAt)
                .thenComparing(Shared::session));
        return found;
    }

    private static void shared(Sitting later, List<Sitting> earlier, List<Shared> found) {
        List<Sitting> overlapped = earlier.stream()
                .filter(each -> overlap(each, later) > SHARED_SECONDS)
                .toList();
        if (overlapped.isEmpty()) {
            return;
        }
        long lastOpen = earlier.stream().mapToLong(Sitting::to).max().orElseThrow();
        boolean sameCafe = overlapped.stream().anyMatch(each -> each.placeCode().equals(later.placeCode()));
        found.add(new Shared(
                later.placeCode(),
                later.session(),
                Instant.ofEpochSecond(later.from()),
                Instant.ofEpochSecond(Math.min(later.to(), lastOpen)),
                sameCafe ? "fact" : "suspicion"));
    }

    /** At the same instant the greater place code, then session id, is the later. */
    private static boolean beganBefore(Sitting a, Sitting b) {
        return Comparator.comparingLong(Sitting::from)
                        .thenComparing(Sitting::placeCode)
                        .thenComparing(Sitting::session)
                        .compare(a, b)
                < 0;
    }

    private static long overlap(Sitting a, Sitting b) {
        return Math.min(a.to(), b.to()) - Math.max(a.from(), b.from());
    }
}
