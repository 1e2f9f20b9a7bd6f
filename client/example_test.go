package client_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/client"
)

func Example() {
	newsroom, stop := exampleServer() // yours is https://news.example, the token from `rozmova user token EMAIL`
	defer stop()
	ctx := context.Background()
	c := client.New(newsroom.URL, newsroom.token, nil)

	story, err := c.Story(ctx, "mist")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(story.Headline)

	if _, err := c.Post(ctx, story.Thread, client.Draft{Body: "Нарешті *відкрили*!"}); err != nil {
		fmt.Println(err)
		return
	}
	for comment, err := range c.Comments(ctx, story.Thread, client.Oldest) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %s\n", comment.Author.PenName, comment.Body)
	}
	// Output:
	// Міст відкрили
	// Читач 1: Нарешті відкрили!
}

func ExampleClient_Events() {
	newsroom, stop := exampleServer()
	defer stop()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c := client.New(newsroom.URL, newsroom.token, nil)

	thread, err := c.Thread(ctx, newsroom.seed.Thread)
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := c.Post(ctx, thread.ID, client.Draft{Body: "Раз"}); err != nil {
		fmt.Println(err)
		return
	}
	for event, err := range c.Events(ctx, thread.ID, thread.Seq) {
		if err != nil {
			fmt.Println(err)
			return
		}
		switch {
		case event.Thread != nil:
			fmt.Println("comments:", event.Thread.Comments)
		case event.Comment != nil:
			fmt.Println(event.Comment.State, event.Comment.Body)
			return // or go on for as long as you like
		}
	}
	// Output:
	// comments: 1
	// published Раз
}

func ExampleClient_Vote() {
	newsroom, stop := exampleServer()
	defer stop()
	ctx := context.Background()
	writer := client.New(newsroom.URL, newsroom.token, nil)
	reader := client.New(newsroom.URL, newsroom.other, nil)

	comment, err := writer.Post(ctx, newsroom.seed.Thread, client.Draft{Body: "Раз"})
	if err != nil {
		fmt.Println(err)
		return
	}
	// I do not agree, and yet it is worth reading.
	tally, err := reader.Vote(ctx, comment.ID, rozmova.Vote{Opinion: rozmova.Disagree, Respect: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("disagree:", tally.Votes.Disagree, "respect:", tally.Votes.Respect)
	for best, err := range reader.Comments(ctx, newsroom.seed.Thread, client.Respected) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(best.Body, best.MyVote.Opinion)
	}
	// Output:
	// disagree: 1 respect: 1
	// Раз disagree
}

func ExampleClient_Decide() {
	newsroom, stop := exampleServer()
	defer stop()
	ctx := context.Background()
	reader := client.New(newsroom.URL, newsroom.token, nil)
	moderator := client.New(newsroom.URL, newsroom.moderate, nil)

	comment, err := reader.Post(ctx, newsroom.seed.Thread, client.Draft{Body: "Купуйте тут"})
	if err != nil {
		fmt.Println(err)
		return
	}
	ruling := client.Ruling{Action: rozmova.Remove, Rule: "spam", Facts: "реклама крамниці", Revision: comment.Revision}
	decision, err := moderator.Decide(ctx, comment.ID, ruling)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(decision.Action, decision.Rule)

	_, err = reader.Decide(ctx, comment.ID, ruling)
	fmt.Println(errors.Is(err, rozmova.Forbidden))
	// Output:
	// remove spam
	// true
}

func ExampleProblem() {
	newsroom, stop := exampleServer()
	defer stop()
	c := client.New(newsroom.URL, newsroom.token, nil)

	_, err := c.Post(context.Background(), newsroom.seed.Thread, client.Draft{Body: " "})
	var problem *client.Problem
	if errors.As(err, &problem) {
		fmt.Println(problem.Status, problem.Reason, problem.Errors[0].Location)
	}
	fmt.Println(errors.Is(err, rozmova.Invalid))
	// Output:
	// 422 comment.empty body.body
	// true
}
