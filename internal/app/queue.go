package app

import "context"

// renewQueue makes the moderators' queues anew once, after an upgrade that changed their order.
func (a *App) renewQueue(ctx context.Context) error {
	if err := a.Moderation.RenewQueue(ctx); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}
