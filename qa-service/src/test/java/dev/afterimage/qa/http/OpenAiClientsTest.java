package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own clients, on the service as it is. */
class OpenAiClientsTest extends ServiceTest {

    @BeforeEach
    void serve() {
        start(new QaServerOptions().setToken("sesame"));
    }

    private String address() {
        return "http://127.0.0.1:" + server.port();
    }

    @Test
    void thePythonClientGetsWhatItExpects() throws IOException, InterruptedException {
        assertThat(ForeignClient.python("openai", ForeignClient.script("openai_client.py"), address())).contains("all well");
    }

    @Test
    void theNodeClientGetsWhatItExpects() throws IOException, InterruptedException {
        assertThat(ForeignClient.node("openai", ForeignClient.script("openai_client.cjs"), address())).contains("all well");
    }
}
