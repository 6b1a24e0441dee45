package lingdian.domain.document;

import static lingdian.testing.MadeUpDocuments.TYPES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import lingdian.domain.document.DocumentType.BirthDateIn;
import lingdian.domain.document.DocumentType.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTypesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "111", "112", "113", "114", "116", "123", "131", "133", "159", "233", "335", "414", "511", "516", "990"
            })
    void theCodesOfTheContractAreKnown(String code) {
        assertThat(TYPES.find(code))
                .hasValueSatisfying(type -> assertThat(type.standing()).isEqualTo(Standing.PUBLISHED));
    }

    @Test
    void onlyTheResidentCardsCarryTheBirthDateInTheNumber() {
        assertThat(TYPES.all())
                .filteredOn(type -> type.birthDateIn() == BirthDateIn.NUMBER)
                .extracting(DocumentType::code)
                .containsExactly("111", "112");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        line                             | why
        11,身份证,card,field,published   | line 3: the code is not three digits
        113,,card,field,published        | line 3: a name is missing
        113,户口簿,book,card,published   | line 3: birth_date is neither number nor field
        113,户口簿,book,field,sure       | line 3: standing is neither published nor unconfirmed
        113,户口簿,book                  | line 3: expected 5 fields, found 3
        111,户口簿,book,field,published  | line 3: the code 111 occurs twice
        """)
    void aMistakeIsNamedByItsLine(String line, String why) {
        String table = "code,chinese,english,birth_date,standing\n111,身份证,card,number,published\n" + line;
        var in = new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> DocumentTypes.read(in, "types.csv")).hasMessage("types.csv " + why);
    }
}
