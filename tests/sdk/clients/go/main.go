// Uses the real Go SDK the way an application would. Arguments: host, project token, how to send, project secret key.
// Prints what flags it was told, as JSON.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/posthog/posthog-go"
)

// The ways of sending that the suite asks for by name.
var ways = map[string]posthog.Config{
	"plain":      {},
	"gzip":       {Compression: posthog.CompressionGzip},
	"v1-brotli":  {CaptureMode: posthog.CaptureModeAnalyticsV1, Compression: posthog.CompressionBrotli},
	"v1-zstd":    {CaptureMode: posthog.CaptureModeAnalyticsV1, Compression: posthog.CompressionZstd},
	"v1-deflate": {CaptureMode: posthog.CaptureModeAnalyticsV1, Compression: posthog.CompressionDeflate},
}

func main() {
	if err := use(os.Args[1], os.Args[2], os.Args[3], os.Args[4]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// failures notes what the SDK gave up sending; it says so nowhere else.
type failures struct{ found []error }

func (*failures) Success(posthog.APIMessage)                {}
func (f *failures) Failure(_ posthog.APIMessage, err error) { f.found = append(f.found, err) }

func use(host, token, way, key string) error {
	config := ways[way]
	failed := &failures{}
	config.Endpoint, config.Callback = host, failed
	client, err := posthog.NewWithConfig(token, config)
	if err != nil {
		return err
	}
	var problems []error
	send := func(message posthog.Message) { problems = append(problems, client.Enqueue(message)) }

	send(posthog.Capture{
		DistinctId: "go-user",
		Event:      "order placed",
		Properties: posthog.Properties{
			"amount": 12.5, "items": 3, "coupon": nil, "tags": []string{"a", "b"}, "paid": true,
		},
		Timestamp: time.Date(2026, 3, 1, 12, 30, 0, 0, time.UTC),
		Groups:    posthog.NewGroups().Set("company", "acme"),
	})
	for number := 0; number < 250; number++ {
		send(posthog.Capture{
			DistinctId: fmt.Sprintf("user-%d", number%10),
			Event:      "page opened",
			Properties: posthog.Properties{"number": number},
		})
	}
	send(posthog.Identify{DistinctId: "go-user", Properties: posthog.Properties{"plan": "pro"}})
	send(posthog.GroupIdentify{Type: "company", Key: "acme", Properties: posthog.Properties{"seats": 5}})
	send(posthog.Alias{DistinctId: "go-user", Alias: "anonymous-before"})
	send(posthog.Capture{DistinctId: "anonymous-before", Event: "came back"})
	send(posthog.NewDefaultException(time.Now(), "go-user", "PaymentError", "card refused"))

	told, err := askForFlags(host, token, key, client)
	problems = append(problems, err, client.Close())
	problems = append(problems, failed.found...)
	if err := errors.Join(problems...); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(told)
}

// askForFlags has each flag decided by the server, and once more by the SDK itself from the definitions that it loads.
func askForFlags(host, token, key string, client posthog.Client) (map[string]any, error) {
	deciding, err := posthog.NewWithConfig(token, posthog.Config{Endpoint: host, SecretKey: key})
	if err != nil {
		return nil, err
	}
	person := posthog.NewProperties().Set("plan", "pro")
	all := posthog.FeatureFlagPayloadNoKey{DistinctId: "go-user", PersonProperties: person}
	remote, remoteErr := client.GetAllFlags(all)
	silent := false
	payload, payloadErr := client.GetFeatureFlagPayload(posthog.FeatureFlagPayload{
		Key: "button", DistinctId: "go-user", PersonProperties: person, SendFeatureFlagEvents: &silent,
	})
	all.OnlyEvaluateLocally = true
	local, localErr := deciding.GetAllFlags(all)
	settings, settingsErr := deciding.GetRemoteConfigPayload("settings")
	told := map[string]any{
		"remote": remote, "payload": json.RawMessage(payload), "local": local, "settings": json.RawMessage(settings),
	}
	return told, errors.Join(remoteErr, payloadErr, localErr, settingsErr, deciding.Close())
}
