package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Hello;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is found about a café's silences does not depend on when the service looked: a replay knows no looks. */
class GraveSilencesProperties {
    private static final Instant BEGINS = Instant.parse("2026-07-01T00:00:00Z"); // eight o'clock there
    private static final int MINUTES = 2 * 24 * 60;
    private static final UUID STREAM = new UUID(0, 1);

    @Property(tries = 20)
    void isFoundTheSameHoweverOftenTheServiceLooks(@ForAll long seed) {
        String expected = found(seed, 1);
        assertThat(found(seed, 7)).isEqualTo(expected);
        assertThat(found(seed, 97)).isEqualTo(expected);
    }

    @Property(tries = 100)
    void isFoundWhereTheCountedMinutesOfADayAreMoreThanTheLimit(@ForAll long seed) {
        var random = new Random(seed);
        int from = random.nextInt(MINUTES - 24 * 60);
        int to = from + 15 + random.nextInt(10 * 60);
        var listening = listening(random, MINUTES);
        ScenarioCafes cafes = cafes(random);
        var city = city(cafes, random);
        String place = cafes.placeCode("A");
        city.judge(place, STREAM, new AgentEvent.Opened(1, minute(from)), null, minute(from), null);
        city.judge(place, STREAM, new AgentEvent.Closed(2, minute(to)), null, minute(to), null);
        looks(city, cafes, listening);
        boolean found = city.findings().stream().anyMatch(one -> one.code() == Code.MEASURES_STOPPED_GRAVE);

        assertThat(found).isEqualTo(oracle(cafes.facts("A"), listening, from, to));
    }

    private static boolean oracle(CafeFacts facts, Listening listening, int from, int to) {
        int[] minutesOfDays = new int[3];
        for (int minute = from; minute < to; minute++) {
            Instant at = minute(minute);
            boolean heard = listening.since(minute(from), minute(to)).stream()
                    .anyMatch(one -> !at.isBefore(one.from()) && at.isBefore(one.to()));
            boolean excused = facts.excuses().stream().anyMatch(one -> one.contains(at));
            if (heard && !excused && facts.hours().permits(at)) {
                minutesOfDays[minute / (24 * 60)]++;
            }
        }
        return minutesOfDays[0] > 120 || minutesOfDays[1] > 120 || minutesOfDays[2] > 120;
    }

    /** @param every number of minutes after which the service looks, and also when all is over */
    private static String found(long seed, int every) {
        var random = new Random(seed);
        ScenarioCafes cafes = cafes(random);
        Listening all = listening(random, MINUTES);
        var city = city(cafes, random);
        int seq = 0;
        int next = 0;
        for (int minute = 0; minute < MINUTES; minute++) {
            if (minute == next) {
                next += random.nextInt(4) == 0 ? 15 + random.nextInt(200) : 1 + random.nextInt(40);
                int kind = random.nextInt(8);
                int before = random.nextInt(1 + Math.min(minute, 60));
                if (isUp(all, minute) && kind == 0 && seq > 0) {
                    hello(city, cafes, seq, minute);
                } else if (isUp(all, minute)) {
                    heartbeat(city, cafes, ++seq, kind == 1 ? minute - before : minute, minute);
                }
            }
            if (minute % every == every - 1) {
                looks(city, cafes, known(all, minute));
            }
        }
        looks(city, cafes, all);
        return city.findings().stream()
                .filter(one -> one.code() != Code.CLOCK_WRONG)
                .map(one -> one.code() + " " + one.startedAt() + " " + one.endedAt() + " " + one.quantities() + " "
                        + one.explained() + " "
                        + one.evidence().stream().map(EventRef::seq).toList())
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static void looks(City city, ScenarioCafes cafes, Listening listening) {
        String place = cafes.placeCode("A");
        for (int looks = listening.heardUntil().equals(minute(MINUTES)) ? 100 : 3; looks > 0; looks--) {
            city.look(place, listening, null);
        }
    }

    private static void heartbeat(City city, ScenarioCafes cafes, int seq, int at, int received) {
        var heartbeat = new AgentEvent.Heartbeat(seq, minute(at), List.of(), null, null);
        city.judge(cafes.placeCode("A"), STREAM, heartbeat, null, minute(received), null);
    }

    private static void hello(City city, ScenarioCafes cafes, int seq, int minute) {
        city.hello(cafes.placeCode("A"), new Hello(STREAM, seq, null, minute(minute), null), minute(minute));
    }

    private static ScenarioCafes cafes(Random random) {
        var cafes = new ScenarioCafes();
        if (random.nextBoolean()) {
            cafes.decide("hours A daily 00:00-24:00");
        }
        if (random.nextBoolean()) {
            cafes.decide("closure A c1 11:00..15:00");
        }
        return cafes;
    }

    private static City city(ScenarioCafes cafes, Random random) {
        Rules rules =
                ScenarioRules.with(Documents.RULES, "suspicion silencesGrave " + (random.nextBoolean() ? 3 : 100));
        var city = new City(rules, City.Mode.RUNNING);
        city.decide(cafes.facts("A"));
        return city;
    }

    /** One node, which is down once. */
    private static Listening listening(Random random, int until) {
        int down = random.nextInt(MINUTES);
        int up = Math.min(MINUTES, down + 1 + random.nextInt(300));
        return new Listening(
                List.of(
                        new Listening.Stretch(Instant.EPOCH, minute(down), true),
                        new Listening.Stretch(minute(up), minute(until), false)),
                minute(until),
                Duration.ofMinutes(2));
    }

    private static boolean isUp(Listening all, int minute) {
        Instant at = minute(minute);
        return at.isBefore(all.stretches().getFirst().until())
                || !at.isBefore(all.stretches().getLast().from());
    }

    /** As it is known at a minute. */
    private static Listening known(Listening all, int minute) {
        Instant now = minute(minute);
        List<Listening.Stretch> known = all.stretches().stream()
                .filter(one -> one.from().isBefore(now))
                .map(one ->
                        one.over() && !one.until().isAfter(now) ? one : new Listening.Stretch(one.from(), now, false))
                .toList();
        return new Listening(known, now, all.reconnect());
    }

    private static Instant minute(int minute) {
        return BEGINS.plus(Duration.ofMinutes(minute));
    }
}
