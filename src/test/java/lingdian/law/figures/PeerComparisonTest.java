package lingdian.law.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is compared with whom, by which figures, and what is left out. */
class PeerComparisonTest {
    private static final String RUICHANG = "360481";
    private static final String DEAN = "360426";
    private static final String NANCHANG = "360102";
    private static final long MANY = 1_000;

    private final List<CafeFigures> cafes = new ArrayList<>();

    /** Ten others of the county, whose nights have 8 to 12 per cent of the logins. */
    private void tenOthers(String county) {
        for (int i = 0; i < 10; i++) {
            add(county, MANY, 80L + 10 * (i % 5), 20 + i % 3, 200);
        }
    }

    @Test
    void aCafeIsComparedWithTheOthersOfItsCounty() {
        tenOthers(RUICHANG);
        tenOthers(DEAN);
        PlaceCode odd = add(RUICHANG, MANY, 400L, 21, 200);

        assertThat(unlike())
                .containsOnly(Map.entry(
                        odd,
                        new PeerDeviation(
                                PeerFigure.NIGHT_LOGINS,
                                new RegionCode(RUICHANG),
                                10,
                                MANY,
                                400_000,
                                100_000,
                                20_235)));
    }

    @Test
    void whereACountyHasFewItIsComparedWithTheCityOrTheProvince() {
        tenOthers(DEAN);
        PlaceCode odd = add(RUICHANG, MANY, 400L, 21, 200);
        PlaceCode farOdd = add(NANCHANG, MANY, 400L, 21, 200);

        assertThat(unlike().get(odd).region()).isEqualTo(new RegionCode("360400"));
        assertThat(unlike().get(odd).peers()).isEqualTo(10);
        assertThat(unlike().get(farOdd).region()).isEqualTo(new RegionCode("360000"));
        assertThat(unlike().get(farOdd).peers()).isEqualTo(11);
    }

    @Test
    void nineOthersOfTheProvinceAreTooFew() {
        tenOthers(DEAN);
        cafes.removeFirst();
        add(RUICHANG, MANY, 400L, 21, 200);

        assertThat(unlike()).isEmpty();
    }

    /** Neither is a café of 99 logins compared, nor does it count as a peer. */
    @ParameterizedTest
    @CsvSource({"99, false", "100, true"})
    void aCafeNeedsAHundredLogins(long logins, boolean compared) {
        tenOthers(DEAN);
        PlaceCode odd = add(DEAN, logins, 40L, 0, 20);

        assertThat(unlike().containsKey(odd)).isEqualTo(compared);

        cafes.clear();
        tenOthers(DEAN);
        cafes.removeFirst();
        add(DEAN, logins, logins / 10, 0, 20);
        PlaceCode other = add(DEAN, MANY, 400L, 21, 200);
        assertThat(unlike().containsKey(other)).isEqualTo(compared);
    }

    @Test
    void ofSeveralFiguresTheFarthestIsTold() {
        tenOthers(DEAN);
        PlaceCode odd = add(DEAN, MANY, 300L, 600, 200);

        assertThat(unlike().get(odd).figure()).isEqualTo(PeerFigure.MINORS_REFUSED);
    }

    @Test
    void fewLoginsForItsSeatsAreFarBelow() {
        for (int i = 0; i < 10; i++) {
            add(DEAN, MANY, 100L, 20, 200 + 10 * (i % 5));
        }
        PlaceCode odd = add(DEAN, MANY, 100L, 20, 10_000);

        PeerDeviation found = unlike().get(odd);
        assertThat(found.figure()).isEqualTo(PeerFigure.LOGINS_A_SEAT);
        assertThat(found.scoreThousandths()).isNegative();
        assertThat(found.valueMillionths()).isEqualTo(98_000); // 980 allowed logins on 10,000 seats and days
    }

    /** The share and the number of logins would tell how few minors came. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void fewMinorsAreNotTold(long minors) {
        for (int i = 0; i < 10; i++) {
            add(DEAN, MANY, 100L, 300 + 10 * (i % 5), 0);
        }
        add(DEAN, MANY, 100L, minors, 0);
        assertThat(unlike()).isEmpty();

        PlaceCode none = add(DEAN, MANY, 100L, 0, 0);
        PlaceCode five = add(DEAN, MANY, 100L, 5, 0);
        assertThat(unlike()).containsOnlyKeys(none, five);
    }

    @Test
    void whatIsUnknownIsNotCompared() {
        tenOthers(DEAN);
        add(DEAN, MANY, null, 21, 0);

        assertThat(unlike()).isEmpty();
    }

    /** All but one have the same: nothing says how far is far. */
    @Test
    void peersThatAreAllAlikeSayNothing() {
        for (int i = 0; i < 10; i++) {
            add(DEAN, MANY, 100L, 0, 200);
        }
        add(DEAN, MANY, 900L, 0, 200);

        assertThat(unlike()).isEmpty();
    }

    private Map<PlaceCode, PeerDeviation> unlike() {
        return PeerComparison.of(cafes);
    }

    private PlaceCode add(String county, long logins, Long night, long minorsRefused, long seatDays) {
        var placeCode = new PlaceCode(county + String.format(Locale.ROOT, "10%06d", cafes.size() + 1));
        cafes.add(new CafeFigures(
                placeCode, new RegionCode(county), logins, logins - minorsRefused, night, minorsRefused, seatDays));
        return placeCode;
    }
}
