package lingdian.law.hours;

import static lingdian.law.hours.HoursScenario.check;
import static lingdian.law.hours.HoursScenario.hours;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Section 4 as tables. 2026-07-03 is a Friday. */
class HoursTest {
    private static Instant local(String text) {
        return Instant.parse(text.replace(' ', 'T') + ":00+08:00");
    }

    @Nested
    class Schedules {
        @Test
        void withoutAnythingTheRegulationsHoursHold() {
            check("""
                at 2026-07-03 07:59 -> closed 2026-07-03 00:00..2026-07-03 08:00
                at 2026-07-03 08:00 -> open   2026-07-03 08:00..2026-07-04 00:00
                at 2026-07-03 23:59 -> open   2026-07-03 08:00..2026-07-04 00:00
                at 2026-07-04 00:00 -> closed 2026-07-04 00:00..2026-07-04 08:00
                at 1970-01-01 03:00 -> closed 1970-01-01 00:00..1970-01-01 08:00
                at 0001-01-01 12:00 -> open   0001-01-01 08:00..0001-01-02 00:00
                """);
        }

        @Test
        void anIntervalThatEndsBeforeItsBeginningRunsIntoTheNextDay() {
            check("""
                cafe schedule 2026-07-01..  daily 08:00-24:00, fri sat 08:00-02:00
                at 2026-07-04 01:59 -> open   2026-07-03 08:00..2026-07-04 02:00
                at 2026-07-04 02:00 -> closed 2026-07-04 02:00..2026-07-04 08:00
                at 2026-07-05 01:00 -> open   2026-07-04 08:00..2026-07-05 02:00
                at 2026-07-06 00:00 -> closed 2026-07-06 00:00..2026-07-06 08:00
                """);
        }

        @Test
        void whatRunsFromSundayIntoMondayIsSundays() {
            check("""
                cafe schedule 2026-07-01..  sun 20:00-04:00
                at 2026-07-06 03:59 -> open   2026-07-05 20:00..2026-07-06 04:00
                at 2026-07-06 04:00 -> closed 2026-07-06 04:00..2026-07-12 20:00
                """);
        }

        @Test
        void aDayCafeByNightClosesAtItsMidnightOnly() {
            check("""
                cafe schedule 2026-07-01..  daily 18:00-00:00
                at 2026-07-03 23:59 -> open   2026-07-03 18:00..2026-07-04 00:00
                at 2026-07-04 00:00 -> closed 2026-07-04 00:00..2026-07-04 18:00
                """);
        }

        @Test
        void aCafeOfTwentyFourHoursNeverCloses() {
            check("""
                cafe schedule 2026-07-01..2028-06-30  daily 00:00-24:00
                at 2027-03-03 03:03 -> open   2026-06-30 08:00..2028-07-01 00:00
                at 2028-07-01 00:00 -> closed 2028-07-01 00:00..2028-07-01 08:00
                at 2026-06-30 23:59 -> open   2026-06-30 08:00..2028-07-01 00:00
                """);
        }

        @Test
        void twentyFourHoursMayBeWrittenAsIntervalsOfAnyKind() {
            check("""
                cafe schedule 2026-07-01..  daily 08:00-20:00 20:00-08:00
                at 2026-07-01 07:59 -> closed 2026-07-01 00:00..2026-07-01 08:00
                at 2026-07-01 08:00 -> open   2026-07-01 08:00..ever
                at 2500-01-01 04:00 -> open   2026-07-01 08:00..ever
                """);
        }

        @Test
        void aCafeThatIsClosedAllWeekIsClosedThroughout() {
            check("""
                cafe schedule 2026-07-01..2027-06-30  closed
                at 2026-07-01 00:00 -> closed 2026-07-01 00:00..2027-07-01 08:00
                at 2027-03-03 12:00 -> closed 2026-07-01 00:00..2027-07-01 08:00
                at 2027-07-01 07:59 -> closed 2026-07-01 00:00..2027-07-01 08:00
                at 2027-07-01 08:00 -> open   2027-07-01 08:00..2027-07-02 00:00
                """);
        }

        @Test
        void aDayWithoutEntryIsClosedAndDoesNotFallThrough() {
            check("""
                county schedule 2026-07-01..  daily 00:00-24:00
                cafe   schedule 2026-07-01..  mon-fri 08:00-24:00
                at 2026-07-04 12:00 -> closed 2026-07-04 00:00..2026-07-06 08:00
                """);
        }

        @Test
        void adjoiningAndOverlappingIntervalsAreOne() {
            check("""
                cafe schedule 2026-07-01..  daily 12:00-18:00 08:00-12:00 17:00-22:00
                at 2026-07-03 12:00 -> open   2026-07-03 08:00..2026-07-03 22:00
                """);
        }

        @Test
        void anIntervalMayAdjoinThatOfTheNextDay() {
            check("""
                cafe schedule 2026-07-01..  fri 08:00-06:00, sat 06:00-24:00
                at 2026-07-04 06:00 -> open   2026-07-03 08:00..2026-07-05 00:00
                """);
        }

        @Test
        void aSiestaIsAClosedPeriodOfItsOwn() {
            check("""
                cafe schedule 2026-07-01..  daily 08:00-12:00 14:00-24:00
                at 2026-07-03 11:59 -> open   2026-07-03 08:00..2026-07-03 12:00
                at 2026-07-03 12:00 -> closed 2026-07-03 12:00..2026-07-03 14:00
                at 2026-07-03 14:00 -> open   2026-07-03 14:00..2026-07-04 00:00
                """);
        }

        @Test
        void bothDaysOfTheValidityAreIncluded() {
            check("""
                cafe schedule 2026-07-03..2026-07-04  daily 10:00-20:00
                at 2026-07-02 09:00 -> open   2026-07-02 08:00..2026-07-03 00:00
                at 2026-07-03 09:00 -> closed 2026-07-03 00:00..2026-07-03 10:00
                at 2026-07-04 21:00 -> closed 2026-07-04 20:00..2026-07-05 08:00
                at 2026-07-05 21:00 -> open   2026-07-05 08:00..2026-07-06 00:00
                """);
        }

        @Test
        void theDayOnWhichAnIntervalBeginsDecides() {
            check("""
                cafe schedule 2026-07-01..            daily 08:00-02:00
                cafe schedule 2026-07-04..2026-07-04  closed
                at 2026-07-04 01:59 -> open   2026-07-03 08:00..2026-07-04 02:00
                at 2026-07-04 02:00 -> closed 2026-07-04 02:00..2026-07-05 08:00
                at 2026-07-05 01:00 -> closed 2026-07-04 02:00..2026-07-05 08:00
                """);
        }

        @Test
        void anOverhangGoesOnUnderTheNextSchedule() {
            check("""
                cafe schedule 2026-07-01..2026-07-03  daily 20:00-10:00
                cafe schedule 2026-07-04..            daily 08:00-24:00
                at 2026-07-04 09:00 -> open   2026-07-03 20:00..2026-07-05 00:00
                """);
        }

        @Test
        void theNearestLevelWithAScheduleOnTheDayWins() {
            check("""
                cafe     schedule 2026-07-05..2026-07-05  daily 12:00-13:00
                county   schedule 2026-07-04..2026-07-05  daily 11:00-14:00
                city     schedule 2026-07-03..2026-07-05  daily 10:00-15:00
                province schedule 2026-07-02..2026-07-05  daily 09:00-16:00
                at 2026-07-01 12:30 -> open 2026-07-01 08:00..2026-07-02 00:00
                at 2026-07-02 12:30 -> open 2026-07-02 09:00..2026-07-02 16:00
                at 2026-07-03 12:30 -> open 2026-07-03 10:00..2026-07-03 15:00
                at 2026-07-04 12:30 -> open 2026-07-04 11:00..2026-07-04 14:00
                at 2026-07-05 12:30 -> open 2026-07-05 12:00..2026-07-05 13:00
                at 2026-07-06 12:30 -> open 2026-07-06 08:00..2026-07-07 00:00
                """);
        }

        @Test
        void onOneLevelTheLatestEnteredWinsAndTheOlderOneComesBackAfterIt() {
            check("""
                cafe schedule 2026-07-01..            daily 08:00-22:00
                cafe schedule 2026-07-03..2026-07-03  daily 08:00-23:00
                at 2026-07-02 12:00 -> open 2026-07-02 08:00..2026-07-02 22:00
                at 2026-07-03 12:00 -> open 2026-07-03 08:00..2026-07-03 23:00
                at 2026-07-04 12:00 -> open 2026-07-04 08:00..2026-07-04 22:00
                """);
        }

        @Test
        void anEarlierBeginningIsNoAdvantage() {
            check("""
                city schedule 2026-07-03..  daily 08:00-22:00
                city schedule 2026-07-01..  daily 08:00-23:00
                at 2026-07-05 12:00 -> open 2026-07-05 08:00..2026-07-05 23:00
                """);
        }
    }

    @Nested
    class Orders {
        @Test
        void anOrderOpensForAnHourWithinAClosedPeriod() {
            check("""
                cafe order open 2026-07-04 02:00..2026-07-04 03:00
                at 2026-07-04 01:59 -> closed 2026-07-04 00:00..2026-07-04 02:00
                at 2026-07-04 02:00 -> open   2026-07-04 02:00..2026-07-04 03:00
                at 2026-07-04 03:00 -> closed 2026-07-04 03:00..2026-07-04 08:00
                """);
        }

        @Test
        void anOrderClosesForAnHour() {
            check("""
                county order closed 2026-07-03 12:00..2026-07-03 13:00
                at 2026-07-03 11:59 -> open   2026-07-03 08:00..2026-07-03 12:00
                at 2026-07-03 12:00 -> closed 2026-07-03 12:00..2026-07-03 13:00
                at 2026-07-03 13:00 -> open   2026-07-03 13:00..2026-07-04 00:00
                """);
        }

        @Test
        void anOrderThatTouchesTheNightMakesOneClosedPeriodOfBoth() {
            check("""
                city order closed 2026-07-03 22:00..2026-07-04 00:00
                at 2026-07-03 21:59 -> open   2026-07-03 08:00..2026-07-03 22:00
                at 2026-07-03 23:00 -> closed 2026-07-03 22:00..2026-07-04 08:00
                at 2026-07-04 04:00 -> closed 2026-07-03 22:00..2026-07-04 08:00
                """);
        }

        @Test
        void ordersThatTouchAreOneClosedPeriodWithTheFirstOnesBeginning() {
            check("""
                cafe     order closed 2026-07-04 08:00..2026-07-04 12:00
                province order closed 2026-07-04 12:00..2026-07-06 00:00
                county   order closed 2026-07-05 10:00..2026-07-05 11:00
                at 2026-07-06 07:00 -> closed 2026-07-04 00:00..2026-07-06 08:00
                at 2026-07-05 10:30 -> closed 2026-07-04 00:00..2026-07-06 08:00
                """);
        }

        @Test
        void anOrderThatOpensUntilTheMorningMakesOneIntervalOfTwoDays() {
            check("""
                cafe order open 2026-07-03 23:00..2026-07-04 08:00
                at 2026-07-04 03:00 -> open 2026-07-03 08:00..2026-07-05 00:00
                """);
        }

        @Test
        void aNearerLevelWinsEvenWhereItsOrderIsOlder() {
            check("""
                cafe     order open   2026-07-03 12:00..2026-07-03 13:00
                county   order closed 2026-07-03 12:00..2026-07-03 14:00
                city     order open   2026-07-03 12:00..2026-07-03 15:00
                province order closed 2026-07-03 12:00..2026-07-03 16:00
                at 2026-07-03 12:30 -> open   2026-07-03 08:00..2026-07-03 13:00
                at 2026-07-03 13:30 -> closed 2026-07-03 13:00..2026-07-03 14:00
                at 2026-07-03 14:30 -> open   2026-07-03 14:00..2026-07-03 15:00
                at 2026-07-03 15:30 -> closed 2026-07-03 15:00..2026-07-03 16:00
                """);
        }

        @Test
        void onOneLevelTheLatestEnteredOrderWinsWhereItHolds() {
            check("""
                county order closed 2026-07-03 10:00..2026-07-03 20:00
                county order open   2026-07-03 12:00..2026-07-03 13:00
                at 2026-07-03 11:00 -> closed 2026-07-03 10:00..2026-07-03 12:00
                at 2026-07-03 12:00 -> open   2026-07-03 12:00..2026-07-03 13:00
                at 2026-07-03 13:00 -> closed 2026-07-03 13:00..2026-07-03 20:00
                """);
        }

        @Test
        void anOrderOfTheProvinceGoesBeforeTheCafesOwnSchedule() {
            check("""
                cafe     schedule 2026-07-01..  daily 00:00-24:00
                province order closed 2026-07-03 00:00..2026-07-04 00:00
                at 2026-07-03 12:00 -> closed 2026-07-03 00:00..2026-07-04 00:00
                at 2026-07-02 23:59 -> open   2026-06-30 08:00..2026-07-03 00:00
                at 2099-12-31 03:00 -> open   2026-07-04 00:00..ever
                """);
        }

        @Test
        void aClosureOfMonthsIsOneClosedPeriod() {
            check("""
                province order closed 2026-01-24 15:31..2026-05-11 09:00
                at 2026-04-01 12:00 -> closed 2026-01-24 15:31..2026-05-11 09:00
                at 2026-05-11 09:00 -> open   2026-05-11 09:00..2026-05-12 00:00
                """);
        }

        @Test
        void anOrderThatWasCancelledBeforeItBeganHasNoEffect() {
            check("""
                cafe order open   2026-07-03 12:00..2026-07-03 13:00
                cafe order closed 2026-07-03 12:00..2026-07-03 12:00
                at 2026-07-03 12:00 -> open 2026-07-03 08:00..2026-07-04 00:00
                """);
        }

        @Test
        void anImmediateClosureEndsTheIntervalAtItsVeryInstant() {
            Instant moment = Instant.parse("2026-07-03T12:34:56.789123Z");
            var order = new HoursOrder(Level.CAFE, 1, new UUID(0, 1), false, moment, moment.plusSeconds(86_400));
            Hours hours = Hours.of(new HoursLayers(ZoneId.of("Asia/Shanghai"), List.of(), List.of(order)));

            assertThat(hours.permits(moment.minusNanos(1_000))).isTrue();
            assertThat(hours.permits(moment)).isFalse();
            assertThat(hours.at(moment).from()).isEqualTo(moment);
            assertThat(hours.closesAt(moment.minusSeconds(1), Duration.ofHours(48)))
                    .isEqualTo(moment);
        }
    }

    @Nested
    class Zones {
        @Test
        void aNightInBerlinIsAnHourShorterWhenSummerTimeBegins() {
            check("""
                zone Europe/Berlin
                at 2026-03-29 01:00 -> closed 2026-03-29 00:00+01:00..2026-03-29 08:00+02:00
                at 2026-10-25 01:00 -> closed 2026-10-25 00:00+02:00..2026-10-25 08:00+01:00
                """);
        }

        @Test
        void aTimeThatTheClockLeavesOutIsTheInstantOfTheChange() {
            check("""
                zone Europe/Berlin
                cafe schedule 2026-03-01..  daily 08:00-02:30 03:30-05:00
                at 2026-03-29 01:59 -> open   2026-03-28 08:00+01:00..2026-03-29 03:00+02:00
                at 2026-03-29 03:00 -> closed 2026-03-29 03:00+02:00..2026-03-29 03:30+02:00
                """);
        }

        @Test
        void aTimeThatComesTwiceIsTheFirstOfTheTwo() {
            check("""
                zone Europe/Berlin
                cafe schedule 2026-10-01..  daily 08:00-02:30 03:00-05:00
                at 2026-10-25 02:29+02:00 -> open   2026-10-24 08:00+02:00..2026-10-25 02:30+02:00
                at 2026-10-25 02:29+01:00 -> closed 2026-10-25 02:30+02:00..2026-10-25 03:00+01:00
                """);
        }

        @Test
        void aMidnightThatComesTwiceOrNotAtAllStillBeginsADay() {
            check("""
                zone America/Havana
                cafe schedule 2026-01-01..  daily 08:00-24:00
                at 2026-03-08 05:00 -> closed 2026-03-08 01:00-04:00..2026-03-08 08:00-04:00
                at 2026-11-01 05:00 -> closed 2026-11-01 00:00-04:00..2026-11-01 08:00-05:00
                """);
        }

        @Test
        void aDayThatACalendarLeftOutLeavesNoGapInTwentyFourHours() {
            check("""
                zone Pacific/Apia
                cafe schedule 2011-12-20..2012-01-10  daily 00:00-24:00
                cafe schedule 2011-12-30..2011-12-30  closed
                at 2011-12-31 12:00 -> open 2011-12-19 08:00..2012-01-11 00:00
                """);
        }
    }

    @Nested
    class Questions {
        private final Hours hours = hours("cafe schedule 2026-07-01..  daily 08:00-12:00 14:00-02:00");

        @Test
        void permittedIntervalsAreClipped() {
            assertThat(hours.permitted(local("2026-07-03 10:00"), local("2026-07-04 01:00")))
                    .containsExactly(
                            new Interval(local("2026-07-03 10:00"), local("2026-07-03 12:00")),
                            new Interval(local("2026-07-03 14:00"), local("2026-07-04 01:00")));
            assertThat(hours.permitted(local("2026-07-03 12:00"), local("2026-07-03 14:00")))
                    .isEmpty();
            assertThat(hours.permitted(local("2026-07-03 10:00"), local("2026-07-03 10:00")))
                    .isEmpty();
            assertThat(hours.permitted(local("2026-07-03 11:00"), local("2026-07-03 10:00")))
                    .isEmpty();
        }

        @Test
        void closesAtIsToldUpToItsLimit() {
            assertThat(hours.closesAt(local("2026-07-03 14:00"), Duration.ofHours(12)))
                    .isEqualTo(local("2026-07-04 02:00"));
            assertThat(hours.closesAt(local("2026-07-03 14:00"), Duration.ofHours(11)))
                    .isNull();
            assertThat(hours.closesAt(local("2026-07-03 13:00"), Duration.ofHours(48)))
                    .isNull();
        }

        @Test
        void allOfTimeHasAnAnswer() {
            assertThat(hours.permits(Instant.MIN)).isFalse();
            assertThat(hours.permitted(Instant.MAX.minusSeconds(10), Instant.MAX))
                    .hasSizeLessThan(2);
            assertThat(hours.permits(Instant.MAX)).isIn(true, false);
        }

        @Test
        void daysAreTheCafes() {
            assertThat(hours.localDate(local("2026-07-03 00:00"))).isEqualTo(LocalDate.of(2026, 7, 3));
        }

        @Test
        void layersAreEqualInWhateverOrderTheyWereGathered() {
            Schedule a = new Schedule(Level.CAFE, 1, Weekly.STATUTORY, LocalDate.of(2026, 7, 1), null);
            Schedule b = new Schedule(Level.CITY, 2, Weekly.STATUTORY, LocalDate.of(2026, 7, 1), null);
            ZoneId zone = ZoneId.of("Asia/Shanghai");

            assertThat(new HoursLayers(zone, List.of(a, b), List.of()))
                    .isEqualTo(new HoursLayers(zone, List.of(b, a), List.of()));
        }
    }
}
