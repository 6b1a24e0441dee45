package lingdian.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedDatabaseTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            # bytes of memory, megabytes of PostgreSQL's cache
                    67108864,   128
                   536870912,   128
                  1073741824,   256
                  2147483648,   512
                  4135452672,   985
                  8589934592,  2048
                 25276973056,  2048
              4398046511104,   2048
            """)
    void postgresqlGetsAQuarterOfTheMemoryAndTwoGigabytesAtMost(long memory, long megabytes) {
        assertThat(EmbeddedDatabase.sharedBuffers(memory)).isEqualTo(megabytes);
    }
}
