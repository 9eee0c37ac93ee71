// Speaks gRPC with servers whose contracts it does not know: bytes in, bytes out.
//
//   grpc_client call ADDRESS /package.Service/Method HEX [SECONDS]   one request; prints `CODE HEX MESSAGE`
//   grpc_client reflect ADDRESS HEX                                  one reflection request; prints its
//   answer grpc_client peer FAILURES SILENCES   a server that answers everything with an empty message, after
//   failing
//                                        the first FAILURES requests and never answering SILENCES more;
//                                        prints `listening PORT`, then the method of each request
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace {

std::string fromHex(const std::string& text) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < text.size(); at += 2)
        bytes += static_cast<char>(std::stoi(text.substr(at, 2), nullptr, 16));
    return bytes;
}

std::string toHex(const std::string& bytes) {
    std::string text;
    for (const char byte : bytes) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned char>(byte));
        text += digits;
    }
    return text;
}

grpc::ByteBuffer bufferOf(const std::string& bytes) {
    const grpc::Slice slice(bytes);
    return grpc::ByteBuffer(&slice, 1);
}

std::string bytesOf(const grpc::ByteBuffer& buffer) {
    std::vector<grpc::Slice> slices;
    std::string bytes;
    if (!buffer.Valid() || !buffer.Dump(&slices).ok()) return bytes;
    for (const grpc::Slice& slice : slices)
        bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    return bytes;
}

/// One exchange of one request and one answer, over the completion queue so that it suits any kind of method.
int exchange(const std::string& address, const std::string& method, const std::string& request, int seconds,
             bool tells = false) {
    const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
    grpc::GenericStub stub(channel);
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(seconds));
    grpc::CompletionQueue queue;
    const auto call = stub.PrepareCall(&context, method, &queue);
    grpc::ByteBuffer answer;
    grpc::Status status;
    const auto next = [&] {
        void* tag = nullptr;
        bool ok = false;
        return queue.Next(&tag, &ok) && ok;
    };
    call->StartCall(nullptr);
    bool good = next();
    if (good) {
        call->WriteLast(bufferOf(request), grpc::WriteOptions(), nullptr);
        good = next();
    }
    if (good && tells) {
        std::puts("sent");
        std::fflush(stdout);
    }
    if (good) {
        call->Read(&answer, nullptr);
        next();
    }
    call->Finish(&status, nullptr);
    next();
    std::printf("%d %s %s\n", static_cast<int>(status.error_code()), toHex(bytesOf(answer)).c_str(),
                status.error_message().c_str());
    return status.ok() ? 0 : 1;
}

/// Answers one request of the peer.
class Answer : public grpc::ServerGenericBidiReactor {
public:
    Answer(bool fails, bool silent) : m_fails(fails), m_silent(silent) { StartRead(&m_request); }

    void OnReadDone(bool) override {
        if (m_silent) return;
        if (m_fails) return Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "not now"));
        m_answer = bufferOf("");
        StartWriteAndFinish(&m_answer, grpc::WriteOptions(), grpc::Status::OK);
    }
    void OnCancel() override {
        if (m_silent) Finish(grpc::Status::CANCELLED);
    }
    void OnDone() override { delete this; }

private:
    bool m_fails;
    bool m_silent;
    grpc::ByteBuffer m_request;
    grpc::ByteBuffer m_answer;
};

class Peer : public grpc::CallbackGenericService {
public:
    Peer(int failures, int silences) : m_failures(failures), m_silences(silences) {}

    grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
        std::printf("request %s\n", context->method().c_str());
        std::fflush(stdout);
        const int number = m_count++;
        return new Answer(number < m_failures, number >= m_failures && number < m_failures + m_silences);
    }

private:
    int m_failures;
    int m_silences;
    std::atomic<int> m_count{0};
};

int serve(int failures, int silences) {
    Peer peer(failures, silences);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterCallbackGenericService(&peer);
    const auto server = builder.BuildAndStart();
    if (!server || port == 0) return 1;
    std::printf("listening %d\n", port);
    std::fflush(stdout);
    std::getchar();
    server->Shutdown(std::chrono::system_clock::now());
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    const std::vector<std::string> words(arguments + 1, arguments + count);
    if (words.size() >= 4 && words[0] == "call")
        return exchange(words[1], words[2], fromHex(words[3]), words.size() > 4 ? std::stoi(words[4]) : 20);
    if (words.size() == 4 && words[0] == "send")
        return exchange(words[1], words[2], fromHex(words[3]), 20, true);
    if (words.size() == 3 && words[0] == "reflect")
        return exchange(words[1], "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                        fromHex(words[2]), 20);
    if (words.size() == 3 && words[0] == "peer") return serve(std::stoi(words[1]), std::stoi(words[2]));
    std::fprintf(stderr,
                 "expected: call ADDRESS METHOD HEX [SECONDS], send ADDRESS METHOD HEX, "
                 "reflect ADDRESS HEX, or peer N N\n");
    return 2;
}
