package lingdian.feed.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import java.util.Set;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedFilterTest {
    private static final Set<String> CODES = Set.of("OVERTIME_OPERATION", "MINOR_ADMITTED", "IDENTITY_SHARED");

    @ParameterizedTest(name = "?{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        x=y                                             | true
        region=360000                                   | true
        region=360481                                   | true
        region=360482                                   | false
        region=370000&region=360400                     | true
        region=370000,360400                            | true
        code=MINOR_ADMITTED                             | true
        code=OVERTIME_OPERATION                         | false
        code=OVERTIME_OPERATION&code=MINOR_ADMITTED     | true
        standing=fact                                   | true
        standing=suspicion,lead                         | false
        authority=culture                               | true
        authority=public-security                       | false
        authority=public-security&authority=culture     | true
        region=360400&code=MINOR_ADMITTED&standing=fact | true
        region=360400&code=MINOR_ADMITTED&standing=lead | false
        """)
    void whetherAMinorInACountyIsAskedFor(String query, boolean wanted) throws Exception {
        FeedFilter filter = FeedFilter.parse(parameters(query), CODES);

        assertThat(filter.wants(new RegionCode("360481"), "MINOR_ADMITTED", "fact", Set.of(Authority.CULTURE)))
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "region=3604",
                "region=",
                "region=36048x",
                "region=360481,",
                "region=٣٦٠٤٨١",
                "code=NONE",
                "code=",
                "code=minor_admitted",
                "standing=facts",
                "authority=police",
                "authority=culture&authority=none"
            })
    void aValueThatDoesNotExistIsRefusedWithoutRepeatingIt(String query) {
        String name = query.substring(0, query.indexOf('='));

        assertThatThrownBy(() -> FeedFilter.parse(parameters(query), CODES))
                .isInstanceOf(FeedFilter.Refused.class)
                .hasMessageContaining("query parameter " + name)
                .hasMessageNotContaining("none");
    }

    @Test
    void noParameterAsksForEverything() throws Exception {
        assertThat(FeedFilter.parse(MultiMap.caseInsensitiveMultiMap(), CODES)).isEqualTo(FeedFilter.ALL);
    }

    private static MultiMap parameters(String query) {
        MultiMap parameters = MultiMap.caseInsensitiveMultiMap();
        for (String pair : query.split("&")) {
            int at = pair.indexOf('=');
            parameters.add(pair.substring(0, at), pair.substring(at + 1));
        }
        return parameters;
    }
}
